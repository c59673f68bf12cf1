"""Remove the EXIF data, and so the place, from pictures, given by their paths; pixels, frames and quality stay as they are.

The data are overwritten in the file, by the picture's orientation alone (Exif 2.32, 4.6.4) and zeros.
"""

import sys
from pathlib import Path
from zlib import crc32

from PIL import ExifTags, Image

Image.MAX_IMAGE_PIXELS = None  # only their heads are read


def without_place(path: Path) -> None:
    with Image.open(path) as picture:
        found, orientation = picture.info["exif"].removeprefix(b"Exif\0\0"), picture.getexif().get(ExifTags.Base.Orientation, 1)
    (exif := Image.Exif())[ExifTags.Base.Orientation] = orientation
    kept, data = exif.tobytes().removeprefix(b"Exif\0\0").ljust(len(found), b"\0"), path.read_bytes()
    if found not in data:
        sys.exit(f"{path} keeps its EXIF data in a way of its own; save it without them in a program for pictures")
    for before, after in ((b"eXIf" + found, b"eXIf" + kept), (found, kept)):  # a chunk of PNG ends in its checksum
        check = [crc32(chunk).to_bytes(4, "big") if len(chunk) > len(found) else b"" for chunk in (before, after)]
        data = data.replace(before + check[0], after + check[1])
    path.write_bytes(data)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        without_place(Path(name))
