"""Pictograms of things: papers, places, signs."""

from ehdesk.paper import pencil


def notice(p: pencil.Pencil) -> None:
    """A page with a lock."""
    p.page(16, 16, 50, 70, 5)
    p.lock(56, 12, 32)


def languages(p: pencil.Pencil) -> None:
    """Two speech bubbles in two languages."""
    p.bubble(6, 50, 50, 38, 0.25, "wash")
    p.line((22, 58), (31, 80), (40, 58))
    p.line((26, 66), (36, 66))
    p.bubble(44, 20, 50, 38, 0.8)
    p.curve((56, 44), ((62, 30), (80, 30), (82, 46)))
    p.dot(69, 48, 3)


def calendar(p: pencil.Pencil) -> None:
    """A calendar."""
    p.calendar(16, 14, 70)


def envelope(p: pencil.Pencil) -> None:
    """A letter."""
    p.sheet(10, 24, 80, 54, "wash")
    p.line((12, 76), (50, 46), (88, 76))


def looking(p: pencil.Pencil) -> None:
    """A page and a magnifying glass."""
    p.page(12, 20, 52, 70, 5)
    p.ring(66, 44, 18, "wash")
    p.line((79, 31), (94, 14))


def listing(p: pencil.Pencil) -> None:
    """A list of people."""
    p.sheet(18, 10, 64, 80)
    for y in (72, 52, 32):
        p.ring(32, y, 6, "wash")
        p.line((46, y), (72, y))


def copies(p: pencil.Pencil) -> None:
    """Two pages that are the same."""
    p.page(34, 28, 48, 62, 4)
    p.page(18, 10, 48, 62, 4)


def bars(p: pencil.Pencil) -> None:
    """A chart."""
    p.line((12, 88), (12, 12), (92, 12))
    for x, tall in ((24, 24), (46, 42), (68, 62)):
        p.sheet(x, 12, 16, tall, "wash")


def call(p: pencil.Pencil) -> None:
    """A telephone that rings."""
    p.phone(18, 12, 76)
    for far in (10, 20):
        p.curve((66, 50 - far), ((70 + far, 50 - far / 2), (70 + far, 50 + far / 2), (66, 50 + far)))


def quote(p: pencil.Pencil) -> None:
    """Words in a speech bubble."""
    p.bubble(8, 32, 84, 54, 0.25)
    for x in (34, 58):
        p.curve((x, 68), ((x - 8, 64), (x - 8, 54), (x + 2, 52)))
        p.dot(x + 2, 56, 5)


def signing(p: pencil.Pencil) -> None:
    """A pen that signs a page."""
    p.page(12, 12, 58, 76, 3)
    p.curve((20, 24), ((26, 36), (30, 14), (36, 24)), ((40, 32), (42, 18), (48, 24)))
    p.pen(50, 26, 46)


def pen(p: pencil.Pencil) -> None:
    """A pen that writes a name."""
    p.curve((8, 20), ((18, 40), (22, 4), (32, 20)), ((38, 32), (40, 12), (46, 20)))
    p.pen(46, 22, 56)


def folder(p: pencil.Pencil) -> None:
    """A folder."""
    p.line((10, 18), (10, 80), (40, 80), (48, 68), (90, 68), (90, 18), closed=True, wash="wash")
    p.line((10, 56), (90, 56))


def eye(p: pencil.Pencil) -> None:
    """An eye that watches."""
    p.eye(50, 52, 84)


def clock(p: pencil.Pencil) -> None:
    """A clock."""
    p.ring(50, 50, 40, "wash")
    p.line((50, 74), (50, 50), (66, 40))


def again(p: pencil.Pencil) -> None:
    """A calendar with an arrow back to it."""
    p.calendar(8, 30, 60)
    p.curve((46, 14), ((66, 0), (94, 14), (84, 44)))
    p.line((76, 36), (84, 46), (94, 38))


def reading(p: pencil.Pencil) -> None:
    """An eye over a page."""
    p.eye(50, 80, 54)
    p.page(24, 6, 52, 52, 3)


def why(p: pencil.Pencil) -> None:
    """A question in a speech bubble."""
    p.bubble(12, 28, 76, 60, 0.3, "wash")
    p.query(50, 38, 38)


def ear(p: pencil.Pencil) -> None:
    """An ear that listens."""
    p.curve(
        (38, 22),
        ((30, 40), (22, 50), (24, 66)),
        ((26, 96), (70, 96), (70, 64)),
        ((70, 46), (54, 44), (54, 28)),
        ((54, 10), (40, 10), (38, 22)),
        wash="wash",
    )
    p.curve((36, 64), ((38, 80), (58, 80), (58, 64)), ((56, 52), (46, 54), (46, 42)))
    for far in (0, 10):
        p.curve((80 + far, 44 - far / 2), ((86 + far, 52), (86 + far, 68), (80 + far, 76 + far / 2)))


def globe(p: pencil.Pencil) -> None:
    """The world."""
    p.ring(50, 50, 40, "wash")
    p.line((10, 50), (90, 50))
    p.curve((50, 90), ((26, 70), (26, 30), (50, 10)))
    p.curve((50, 90), ((74, 70), (74, 30), (50, 10)))


def plan(p: pencil.Pencil) -> None:
    """A list with ticks."""
    p.sheet(18, 8, 64, 82)
    p.sheet(36, 82, 28, 12, "wash")
    for y in (58, 38, 18):
        p.tick(34, y, 12)
        p.line((50, y + 5), (70, y + 5))


def promise(p: pencil.Pencil) -> None:
    """A tick in a circle."""
    p.ring(50, 50, 38, "wash")
    p.tick(44, 32, 40)


def once(p: pencil.Pencil) -> None:
    """A speech bubble with the number one."""
    p.bubble(10, 30, 80, 58, 0.3)
    p.line((40, 68), (52, 78), (52, 40))
    p.line((40, 40), (64, 40))


def stars(p: pencil.Pencil) -> None:
    """Three stars."""
    for x, y, size in ((22, 42, 32), (50, 62, 40), (78, 42, 32)):
        p.star(x, y, size)


def best(p: pencil.Pencil) -> None:
    """A heart."""
    p.heart(50, 12, 76)


def change(p: pencil.Pencil) -> None:
    """Two arrows in a circle."""
    p.curve((16, 44), ((16, 86), (70, 92), (80, 60)))
    p.line((68, 66), (80, 58), (88, 70))
    p.curve((84, 46), ((84, 8), (30, 6), (20, 34)))
    p.line((12, 26), (20, 36), (32, 28))


def missing(p: pencil.Pencil) -> None:
    """A puzzle with a piece missing."""
    for x, y in ((12, 50), (50, 50), (12, 12)):
        p.sheet(x, y, 36, 36, "wash")
    p.query(68, 14, 30)


def warning(p: pencil.Pencil) -> None:
    """A warning sign."""
    p.line((50, 90), (92, 14), (8, 14), closed=True, wash="wash")
    p.line((50, 66), (50, 40))
    p.dot(50, 27, 4)


def writing(p: pencil.Pencil) -> None:
    """A pen and a speech bubble."""
    p.bubble(8, 34, 62, 52, 0.3)
    p.line((20, 70), (56, 70))
    p.line((20, 54), (44, 54))
    p.pen(50, 18, 46)


def number(p: pencil.Pencil) -> None:
    """A telephone with its keys."""
    p.phone(26, 6, 88)
    for y in (38, 52, 66):
        for x in (41, 50, 59):
            p.dot(x, y, 2.8)


def steps(p: pencil.Pencil) -> None:
    """Steps that go up."""
    p.line(
        (8, 14), (8, 34), (34, 34), (34, 56), (60, 56), (60, 78), (92, 78), (92, 14), closed=True, wash="wash"
    )
    p.arrow((12, 56), (36, 82))


def counting(p: pencil.Pencil) -> None:
    """One, two, three."""
    for x, mark in ((8, 1), (38, 2), (68, 3)):
        p.sheet(x, 34, 24, 32, "wash")
        for index in range(mark):
            p.dot(x + 12, 50 + (index - (mark - 1) / 2) * 9, 2.6)


def no_thanks(p: pencil.Pencil) -> None:
    """A speech bubble with a cross."""
    p.bubble(12, 30, 76, 56, 0.3)
    p.cross(50, 58, 30)


def card(p: pencil.Pencil) -> None:
    """A card."""
    p.sheet(12, 18, 76, 64)
    p.ring(34, 52, 12, "wash")
    p.line((56, 62), (78, 62))
    p.line((56, 46), (72, 46))


def kind(p: pencil.Pencil) -> None:
    """Hands that hold a heart."""
    p.heart(50, 44, 44)
    p.curve((10, 40), ((16, 10), (44, 8), (50, 20)), ((56, 8), (84, 10), (90, 40)))


def knowing(p: pencil.Pencil) -> None:
    """A light bulb."""
    p.curve(
        (40, 30),
        ((40, 42), (24, 46), (24, 66)),
        ((24, 100), (76, 100), (76, 66)),
        ((76, 46), (60, 42), (60, 30)),
        wash="wash",
    )
    p.sheet(40, 12, 20, 18)
    p.line((40, 21), (60, 21))


def home(p: pencil.Pencil) -> None:
    """A house."""
    p.house(12, 10, 76)


def school(p: pencil.Pencil) -> None:
    """A school."""
    p.sheet(8, 10, 84, 42, "wash")
    p.line((30, 52), (50, 72), (70, 52), closed=True, wash="white")
    p.sheet(42, 10, 16, 26)
    for x in (16, 68):
        p.sheet(x, 24, 16, 14)
    p.line((50, 72), (50, 92), (66, 86), (50, 80))


def like(p: pencil.Pencil) -> None:
    """A kite."""
    p.line((56, 92), (84, 66), (54, 38), (30, 68), closed=True, wash="wash")
    p.line((56, 92), (54, 38))
    p.line((30, 68), (84, 66))
    p.curve((54, 38), ((50, 20), (34, 30), (18, 8)))


def different(p: pencil.Pencil) -> None:
    """A wand with stars."""
    p.line((14, 12), (60, 60))
    p.star(70, 72, 40)
    for x, y in ((88, 40), (36, 84)):
        p.star(x, y, 14)


def safe(p: pencil.Pencil) -> None:
    """A shield with a tick."""
    p.curve(
        (50, 94),
        ((60, 84), (76, 80), (88, 80)),
        ((90, 44), (76, 20), (50, 8)),
        ((24, 20), (10, 44), (12, 80)),
        ((24, 80), (40, 84), (50, 94)),
        wash="wash",
    )
    p.tick(44, 34, 32)


def home_better(p: pencil.Pencil) -> None:
    """A house beside an arrow up."""
    p.house(4, 10, 66)
    p.arrow((84, 14), (84, 84))


def star(p: pencil.Pencil) -> None:
    """A star."""
    p.star(50, 48, 86)


def private(p: pencil.Pencil) -> None:
    """A lock."""
    p.lock(22, 12, 60)
