"""The campaign's own pages: as launched, without content, with more of it than anybody expects."""

from tests.scenes.stage import Ground, Scene, Stage


def launched(stage: Stage) -> str:
    stage.endorsers()
    return ""


SCENES = [
    Scene("demands", "The demands page as it is launched, with thirty endorsers.", launched),
    Scene("demands-empty", "The demands page of a database without content.", lambda _: "", ground=Ground.NOTHING),
    Scene("about", "The questions, answered.", lambda _: "about/"),
    Scene("privacy", "What is kept, why and for how long.", lambda _: "privacy/"),
    Scene("accessibility", "The accessibility statement.", lambda _: "accessibility/"),
]
