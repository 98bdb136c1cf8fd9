"""The authority's logo at the head of a paper's first page: furniture, for its name stands beside it."""

import io

from reportlab.lib import utils

from ehdesk.paper import tags

_TALL, _WIDE = 30.0, 120.0


class Logo:
    """A PNG or JPEG, as large as its place allows. `width` and `height` are in points."""

    def __init__(self, content: bytes) -> None:
        self._image = utils.ImageReader(io.BytesIO(content))
        wide, tall = self._image.getSize()
        scale = min(_TALL / tall, _WIDE / wide)
        self.width, self.height = wide * scale, tall * scale

    def draw(self, document: tags.Document, left: float, bottom: float) -> None:
        """Put it onto the page in hand."""
        with document.furniture():
            document.canvas.drawImage(self._image, left, bottom, self.width, self.height, mask="auto")
