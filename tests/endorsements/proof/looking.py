"""What the checks of the file look for, and where."""

from endorsements.proof import places

LINE = places.line("c0de" * 8)
PLACE = places.of("https://www.organisation.example/about")
HERE = ["A 127.0.0.1"]
