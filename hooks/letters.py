"""Letters of different alphabets that look alike to readers, but not to a search; and the plain letters of addresses."""

import re
import unicodedata

# Latin letters, and the Greek and Cyrillic ones that look like them.
ALIKE = [("ABEZHIKMNOPTYXov", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον"), ("ABESIJKMHOPCTXaeopcyxijs", "АВЕЅІЈКМНОРСТХаеорсухіјѕ")]
# The Latin letters that Unicode does not take apart into a letter and an accent.
PLAIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"})


def plain(text: str) -> str:
    """Return a text in small letters without accents; other letters than those of ASCII are left out."""
    return unicodedata.normalize("NFKD", text.lower().translate(PLAIN)).encode("ascii", "ignore").decode()


def one_script(text: str) -> str:
    """Return a text in which words of look-alike letters from two alphabets are spelled in one; other words stay as they are."""

    def spelled(found: re.Match[str]) -> str:
        word = found[0]
        for latin, other in ALIKE if re.search("[a-zA-Z]", word) else ():
            for spelling in (word.translate(str.maketrans(other, latin)), word.translate(str.maketrans(latin, other))):
                if set(word) & set(other) and spelling != word and (spelling.isascii() or not re.search("[a-zA-Z]", spelling)):
                    return spelling
        return word

    return re.sub(r"[^\W\d_]+", spelled, text)
