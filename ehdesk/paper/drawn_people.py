"""Pictograms of people: who they are, what they do together, what they feel."""

from ehdesk.paper import pencil


def carer(p: pencil.Pencil) -> None:
    """A grown-up with a child."""
    p.person(34, 8, 78)
    p.person(70, 8, 50, "white")
    p.heart(62, 66, 24)


def thinking(p: pencil.Pencil) -> None:
    """A person who thinks."""
    p.person(32, 6, 64)
    p.ring(54, 62, 4, "white")
    p.ring(62, 70, 5, "white")
    p.ring(76, 82, 15, "white")
    p.query(76, 73, 18)


def talking(p: pencil.Pencil) -> None:
    """Two people who talk."""
    p.person(24, 6, 54)
    p.person(76, 6, 54, "white")
    p.bubble(30, 70, 40, 24, 0.2)
    for x in (42, 50, 58):
        p.dot(x, 82, 2.6)


def interpreter(p: pencil.Pencil) -> None:
    """A person who speaks between two others."""
    p.person(18, 6, 46, "white")
    p.person(82, 6, 46, "white")
    p.person(50, 6, 56)
    p.bubble(12, 70, 32, 22, 0.7)
    p.bubble(56, 70, 32, 22, 0.4)


def team(p: pencil.Pencil) -> None:
    """People around a table."""
    for x, y in ((20, 46), (50, 54), (80, 46)):
        p.person(x, y, 40)
    p.curve(
        (6, 32),
        ((6, 56), (94, 56), (94, 32)),
        ((94, 8), (6, 8), (6, 32)),
        wash="white",
    )
    p.page(42, 22, 18, 18, 2)


def share(p: pencil.Pencil) -> None:
    """A page goes from one person to another."""
    p.person(22, 14, 58)
    p.person(80, 14, 58, "white")
    p.arrow((38, 76), (64, 76))
    p.page(42, 30, 20, 26, 2)


def choosing(p: pencil.Pencil) -> None:
    """A person between two ways."""
    p.person(50, 4, 52)
    p.arrow((34, 60), (12, 86))
    p.arrow((66, 60), (88, 86))


def respect(p: pencil.Pencil) -> None:
    """Two people with a heart between them."""
    p.person(22, 8, 62)
    p.person(78, 8, 62, "white")
    p.heart(50, 30, 32)


def story(p: pencil.Pencil) -> None:
    """A page about a family."""
    p.sheet(12, 8, 76, 84)
    p.person(38, 44, 38)
    p.person(62, 44, 30, "white")
    p.line((24, 32), (76, 32))
    p.line((24, 20), (60, 20))


def worker(p: pencil.Pencil) -> None:
    """A worker with a badge and a star."""
    p.person(50, 6, 84)
    p.sheet(56, 18, 14, 18)
    p.star(16, 82, 28)


def better(p: pencil.Pencil) -> None:
    """A person beside an arrow up."""
    p.person(34, 8, 64)
    p.arrow((76, 14), (76, 86))


def strong(p: pencil.Pencil) -> None:
    """A person with both arms up."""
    p.line((24, 78), (34, 50))
    p.line((76, 78), (66, 50))
    p.person(50, 8, 76)


def today(p: pencil.Pencil) -> None:
    """Two people who talk, and the sun."""
    p.person(22, 6, 46)
    p.person(60, 6, 46, "white")
    p.bubble(26, 60, 30, 22, 0.2)
    p.ring(80, 78, 10, "wash")
    for x, y in ((80, 95), (97, 78), (92, 91), (92, 65), (63, 80)):
        p.line((80 + (x - 80) * 0.82, 78 + (y - 78) * 0.82), (x, y))


def person(p: pencil.Pencil) -> None:
    """A person."""
    p.person(50, 6, 86)


def helping(p: pencil.Pencil) -> None:
    """Two people, one helps the other."""
    p.person(32, 8, 70)
    p.person(70, 8, 70, "white")
    p.line((44, 34), (58, 34))
    p.heart(51, 80, 18)


def me(p: pencil.Pencil) -> None:
    """An arrow to one person."""
    p.person(50, 6, 60)
    p.arrow((50, 94), (50, 70))


def asked(p: pencil.Pencil) -> None:
    """A person and a question."""
    p.person(28, 6, 60)
    p.bubble(46, 46, 46, 44, 0.15, "wash")
    p.query(69, 54, 28)
