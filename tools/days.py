"""Read days, dates and times in headings, in several languages."""

import datetime
import re
import unicodedata

ONES = "zero one two three four five six seven eight nine ten"
NUMBERS = {word: number for number, word in enumerate(ONES.split())} | {
    word: number
    for words, number in (
        ("first 1st i erster erste premier première primer primera primo prima eerste primeiro un uno une eins één первый", 1),
        ("second 2nd ii zweiter zweite deuxième second seconde segundo segunda secondo seconda tweede dos deux due zwei twee второй", 2),
        ("third 3rd iii dritter dritte troisième tercer tercero tercera terzo terza derde terceiro tres trois tre drei drie третий", 3),
        ("fourth 4th iv vierter vierte quatrième cuarto cuarta quarto vierde cuatro quatre quattro vier четвёртый", 4),
        ("fifth 5th v fünfter fünfte cinquième quinto quinta vijfde cinco cinq cinque fünf vijf пятый", 5),
    )
    for word in words.split()
}
NUMBER = rf"(?:[0-9]{{1,2}}|{'|'.join(sorted(map(re.escape, NUMBERS), key=len, reverse=True))})"
NAMED = r"(?:day|tag|jour|journée|día|dia|giorno|dag|dzień|den|день|päivä|gün)"
WEEKDAYS = [
    "monday mon montag lundi lunes lunedì maandag segunda-feira понедельник 月曜日 星期一",
    "tuesday tue tues dienstag mardi martes martedì dinsdag terça-feira вторник 火曜日 星期二",
    "wednesday wed mittwoch mercredi miércoles mercoledì woensdag quarta-feira среда 水曜日 星期三",
    "thursday thu thurs donnerstag jeudi jueves giovedì donderdag quinta-feira четверг 木曜日 星期四",
    "friday fri freitag vendredi viernes venerdì vrijdag sexta-feira пятница 金曜日 星期五",
    "saturday sat samstag sonnabend samedi sábado sabato zaterdag суббота 土曜日 星期六",
    "sunday sun sonntag dimanche domingo domenica zondag воскресенье 日曜日 星期日",
]
WEEKDAY = rf"(?:{'|'.join(word for words in WEEKDAYS for word in words.split())})"
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|juni|juli|okt|dez|enero|mayo|junio|julio|janvier|mars|avril|juin|juillet|août)\w*"
DATE = rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?{MONTH}\.?(?:,?\s+(?:de\s+)?\d{{4}})?|{MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{1,2}}[./]\d{{1,2}}[./](?:\d{{2,4}})?)"
DAY = re.compile(
    rf"{NAMED}\s*[#:№]?\s*({NUMBER})(?![\w:.]\w)\b|({NUMBER})\.?\s*{NAMED}\b|第?([0-9一二三四五])[日天](?:目)?\b", re.IGNORECASE
)
DATED = re.compile(
    rf"(?:{WEEKDAY}\b\.?(?:[,\s(–—-]*{DATE}\)?)?|{DATE}(?:[,\s(–—-]*{WEEKDAY}\)?)?)(?!\s*\d?\d[:.h]\d\d)(?:\s*$|\s*[-–—:|,(/].*)",
    re.IGNORECASE,
)
WHEN = re.compile(
    rf"(?:({WEEKDAY})\b\.?,?\s+)?\(?\[?\d{{1,2}}[:.h]\d\d(?:\s*[ap]m)?(?:\s*[-–—]\s*\d{{1,2}}[:.h]\d\d(?:\s*[ap]m)?)?\)?\]?\s*[-–—:|]?\s+(?=\S)",
    re.IGNORECASE,
)
# Parts of a day that are no talks.
BREAK = re.compile(
    r"\W*(?:(?:coffee|lunch|tea|morning|afternoon|evening|short|long|dinner|networking|catered|snack|bio|comfort|opening|exhibit\w*)\W*(?:and|&|/)?\s*)*(?:break(?:fast)?s?|lunch|dinner|coffee|registration|check-?in|doors? (?:open|close)s?"
    r"|badge pick-?up|pause|mittagspause|kaffeepause|mittagessen|frühstück|einlass|déjeuner|pranzo|almuerzo|comida|pausa(?: caffè| café)?)(?:\W*(?:break|time|on your own|in the .*|(?:&|and) (?!learn)[\w ]*|\d.*))?\W*",
    re.IGNORECASE,
)


def plain(words: str) -> str:
    """Return a heading's words without emoji and marks at its ends."""
    words = "".join(" " if unicodedata.category(char) in ("So", "Cn", "Sk", "Mn", "Cf") else char for char in words)
    return " ".join(words.split()).strip(" *_#:.-–—!")


def day_of(words: str) -> tuple[int | None, bool]:
    """Return the day's number in a heading, and whether it is the heading of a day."""
    words = plain(words)
    if (found := DAY.match(words)) or (
        (found := re.search(rf"[-–—:|,(]\s*({NAMED}\s*#?\s*{NUMBER}\)?)$", words, re.IGNORECASE)) and (found := DAY.match(found[1]))
    ):
        word = next(group for group in found.groups() if group).lower()
        if re.fullmatch("i|ii|iii|iv|v|un|uno|tre", word) and re.match(r"\s+\w", words[found.end() :]):
            return None, False  # “Day I met …”
        if re.match(r"\s+(?:of|in|with|without)\s+(?:an?|my|our|your)\b", words[found.end() :]):
            return None, False  # “Day 2 of an outage”
        return int(word) if word.isdigit() else "一二三四五".index(word) + 1 if word in "一二三四五" else NUMBERS[word], True
    return None, bool(DATED.match(words))


def date_of(words: str) -> datetime.date | None:
    """Return the date in a heading, if it is complete."""
    if found := re.search(r"\b(\d{4}-\d\d-\d\d)\b", words):
        text, forms = found[1], ["%Y-%m-%d"]
    elif found := re.search(rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?({MONTH})\.?,?\s+(\d{{4}})\b", words, re.IGNORECASE):
        text, forms = f"{found[1]} {found[2][:3]} {found[3]}", ["%d %b %Y"]
    elif found := re.search(rf"\b({MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", words, re.IGNORECASE):
        text, forms = f"{found[2]} {found[1][:3]} {found[3]}", ["%d %b %Y"]
    else:
        return None
    try:
        return datetime.datetime.strptime(text, forms[0]).date()
    except ValueError:
        return None


def without_day(title: str) -> tuple[str, int | None]:
    """Return a post's title without its day, and that day's number."""
    found = re.search(rf"[\s,:;|(\[–—-]*\b(?:{NAMED}\s*[#№]?\s*({NUMBER})\b|({NUMBER})\s+{NAMED}\b)[)\]]?", title, re.IGNORECASE)
    if not found:
        return title, None
    word = (found[1] or found[2]).lower()
    rest = title[: found.start()].strip(" ,:;|-–—") or re.sub(r"^(?:of|at|of the|@)\s+", "", title[found.end() :].strip(" ,:;|-–—"))
    return (rest, int(word) if word.isdigit() else NUMBERS[word]) if rest else (title, None)
