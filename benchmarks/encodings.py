"""How often the encoding of a text is found, beside chardet and charset-normalizer, in one run.

Run: python benchmarks/encodings.py [--half 0|1] [--samples N] [--seed N] [--wrong N]

Stretches of the project's own texts (data/samples, data/gold, and the Japanese, Korean and Russian sentences below) are
taken at random places at 20, 100, 1,000 and 10,000 bytes and written in each codec that can hold them; every fourth is cut
within its last character. An answer is right when its codec makes the same text of the bytes, whatever it is called; for the
encodings textlens refuses, textlens is right when it says so. Stretches that are pure ASCII are counted apart. Then harder
cases: English with a few Chinese characters, one byte in a hundred damaged, rare characters, private use, Classical
Chinese, numbers and markup. `--half` takes only every other text, so that constants can be fitted on one half and measured on
the other. The other detectors are left out where they are not installed.
"""

import argparse
import codecs
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from textlens import ReadError
from textlens.read.encoding import decode

ROOT = Path(__file__).parents[1]
SIZES = (20, 100, 1_000, 10_000)
UNICODE = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-16", "utf-32", "utf-8-sig")
UNMARKED = UNICODE[1:5]
REFUSED = {"ja": ("cp932", "euc_jp"), "ko": ("euc_kr", "cp949"), "ru": ("cp1251",)}
LEGACY = ("gb18030", "gbk", "big5hkscs", "cp950", "cp1252")
# What the other detectors call a codec, and the superset that a program would open such a file with.
SUPERSETS = {"gb2312": ("gb18030",), "gbk": ("gb18030",), "big5": ("big5hkscs", "cp950"), "big5hkscs": ("big5hkscs", "cp950"),
             "cp950": ("cp950", "big5hkscs"), "iso8859-1": ("cp1252",), "ascii": ("utf-8", "cp1252"), "shift_jis": ("cp932",),
             "euc_kr": ("cp949",)}  # fmt: skip

JAPANESE = """今朝は雨が降っていたので、駅まで傘をさして歩きました。電車はいつもより混んでいて、窓が白く曇っていた。
母から電話があって、元気にしているかと聞かれた。「大丈夫だよ」と答えたけれど、本当は少し疲れている。
昨日の夜、古い友だちと飲みに行った。十年ぶりに会ったのに、昔と何も変わっていなかった。
猫が窓のそばで眠っている。その寝顔を見ていると、仕事のことなどどうでもよくなる。
新しいカメラを買ったばかりなのに、もう次のレンズが欲しくなってしまった。
図書館で借りた本を返すのを忘れていた。明日こそ必ず返そうと思う。
父は口数の少ない人だったが、手紙だけは毎月欠かさず送ってくれた。
あの店のラーメンは高いけれど、寒い日にはどうしても食べたくなる。
子どもたちは公園で遊んでいる。声が風に乗って、ここまで聞こえてくる。
会議は三時間も続いたのに、結局何も決まらなかった。みんな黙って席を立った。
引っ越しの荷物を片付けていたら、祖母の写真が出てきた。少し泣いた。
来週の旅行のために、ホテルを予約した。海の見える部屋だそうだ。
夏祭りの花火を見に行ったが、人が多すぎて途中で帰ってきた。
彼女は笑って「また来てね」と言った。その言葉がずっと耳に残っている。
パソコンが壊れたので、データを全部失ってしまった。バックアップは大切だ。
隣の家の犬は、郵便屋さんが来るたびに大きな声で吠える。
試験に落ちたと聞いたとき、弟は何も言わずに部屋に戻った。
春になると、川沿いの桜がいっせいに咲く。毎年同じなのに、毎年うれしい。
コーヒーを一杯飲んでから、ゆっくりと日記を書き始めた。
病院の待合室はとても静かで、時計の音だけが聞こえていた。
先生に褒められたことを、帰り道で何度も思い出した。
冷蔵庫に何もなかったので、卵とご飯だけで夕食を済ませた。
約束の時間に遅れてしまい、何度も頭を下げて謝った。
雪が積もった朝は、町じゅうの音が消えてしまったようだ。
来年はもっと自分を大切にしよう。そう書いて、ノートを閉じた。
"""
KOREAN = """오늘 아침에는 비가 많이 내려서 지하철역까지 우산을 쓰고 걸어갔다. 사람들은 모두 말없이 젖은 신발을 보고 있었다.
어머니가 전화를 하셔서 밥은 먹었느냐고 물으셨다. 먹었다고 대답했지만 사실은 아직 아무것도 먹지 않았다.
오랜만에 고등학교 친구들을 만났다. 십 년이 지났는데도 우리는 하나도 변하지 않은 것 같았다.
고양이가 창가에서 자고 있다. 그 얼굴을 보고 있으면 회사 일은 아무래도 좋다는 생각이 든다.
새 카메라를 산 지 얼마 되지 않았는데 벌써 다른 렌즈가 갖고 싶어졌다.
도서관에서 빌린 책을 돌려주는 것을 또 잊어버렸다. 내일은 꼭 반납해야겠다.
아버지는 말이 적은 분이었지만 편지만은 매달 빠짐없이 보내 주셨다.
그 식당의 국수는 조금 비싸지만 추운 날이면 어쩔 수 없이 생각난다.
아이들이 놀이터에서 뛰어놀고 있다. 웃음소리가 바람을 타고 여기까지 들려온다.
회의는 세 시간이나 계속되었지만 결국 아무것도 결정하지 못했다.
이삿짐을 정리하다가 할머니의 사진을 발견하고 잠시 울었다.
다음 주 여행을 위해서 바다가 보이는 호텔을 예약했다.
불꽃놀이를 보러 갔는데 사람이 너무 많아서 중간에 돌아왔다.
그녀는 웃으면서 "또 오세요"라고 말했다. 그 목소리가 아직도 귀에 남아 있다.
컴퓨터가 고장 나서 자료를 모두 잃어버렸다. 정말 속상하다.
옆집 개는 우체부가 올 때마다 큰 소리로 짖는다.
시험에 떨어졌다는 소식을 듣고 동생은 아무 말 없이 방으로 들어갔다.
봄이 되면 강가의 벚꽃이 한꺼번에 핀다. 해마다 같은데도 해마다 반갑다.
커피를 한 잔 마시고 나서 천천히 일기를 쓰기 시작했다.
병원 대기실은 너무 조용해서 시계 소리만 들렸다.
선생님께 칭찬을 받은 일을 집에 오는 길에 몇 번이나 떠올렸다.
냉장고에 아무것도 없어서 계란하고 밥으로 저녁을 때웠다.
약속 시간에 늦어서 여러 번 고개를 숙이고 사과했다.
눈이 쌓인 아침에는 온 동네의 소리가 사라진 것 같다.
내년에는 나 자신을 조금 더 아껴 주자. 그렇게 쓰고 공책을 덮었다.
"""
RUSSIAN = """Сегодня с утра шёл дождь, и я долго искал зонт, который в конце концов оказался на работе.
Мама позвонила и спросила, ел ли я что-нибудь. Я сказал, что ел, хотя это была неправда.
Вчера вечером встретились со старыми друзьями. Прошло десять лет, а мы совсем не изменились.
Кошка спит на подоконнике. Когда я смотрю на неё, мне кажется, что всё будет хорошо.
Купил новый фотоаппарат, а теперь уже хочется другой объектив. Глупо, конечно.
Опять забыл вернуть книгу в библиотеку. Завтра обязательно отнесу.
Отец говорил мало, но письма присылал каждый месяц, и я храню их до сих пор.
Суп в этой столовой дорогой, но в холодный день без него никак нельзя.
Дети играют во дворе, и ветер доносит их смех даже сюда, на седьмой этаж.
Совещание продолжалось три часа, и в итоге никто ничего не решил.
Разбирая коробки после переезда, я нашёл бабушкину фотографию и немного поплакал.
На следующей неделе едем к морю. Гостиницу уже забронировали, окна выходят на пляж.
Пошли смотреть салют, но народу было столько, что вернулись с полдороги.
Она улыбнулась и сказала: «Приходите ещё». Этот голос я помню до сих пор.
Компьютер сломался, и все данные пропали. Очень обидно.
Соседская собака громко лает каждый раз, когда приходит почтальон.
Узнав, что не сдал экзамен, брат молча ушёл в свою комнату.
Весной вдоль реки цветут вишни. Каждый год одно и то же, и каждый год радостно.
Выпил чашку кофе и не торопясь начал писать дневник.
В больнице было так тихо, что слышно было только часы.
По дороге домой я несколько раз вспоминал, как учитель меня похвалил.
В холодильнике было пусто, поэтому на ужин были яйца с хлебом.
Опоздал на встречу и долго извинялся, не поднимая глаз.
Когда выпадает снег, кажется, что в городе исчезли все звуки.
В новом году надо больше беречь себя. Так я написал и закрыл тетрадь.
"""
# Western prose with accents and typographic signs, as people who quote and travel write.
ACCENTED = """We met at the café on Rue Gérard — naïve, I know — and Señora Núñez brought “just a slice” of gâteau for £3.
My résumé says ‘fluent’, but in Zürich I said “Entschuldigung” for a whole week… Björk was on the radio, volume at 10°.
Il a plu toute la journée, et je n’ai pas trouvé mon parapluie : c’était déjà trop tard. Après l’été, rien n’est pareil.
El niño preguntó: «¿Mañana también?» Y la abuela contestó que sí, que mañana, quizás, si no llovía. ¡Qué alegría!
Die Straße war naß, die Bäume grün, und über allem hing ein Geruch nach Äpfeln. „Schön hier“, sagte Jörg und schwieg.
À la maison, ma mère a dit : « Ça suffit ! » Nous avons ri, puis pleuré, puis mangé une crêpe brûlée chez François.
"""
CLASSICAL = """子曰：「學而時習之，不亦說乎？有朋自遠方來，不亦樂乎？人不知而不慍，不亦君子乎？」
天下皆知美之為美，斯惡已；皆知善之為善，斯不善已。故有無相生，難易相成，長短相形，高下相傾。
北冥有魚，其名為鯤。鯤之大，不知其幾千里也。化而為鳥，其名為鵬。怒而飛，其翼若垂天之雲。
臣本布衣，躬耕於南陽，苟全性命於亂世，不求聞達於諸侯。先帝不以臣卑鄙，猥自枉屈，三顧臣於草廬之中。
帝高陽之苗裔兮，朕皇考曰伯庸。攝提貞於孟陬兮，惟庚寅吾以降。扈江離與辟芷兮，紉秋蘭以為佩。
"""
RARE = """魑魅魍魎，饕餮饜足；旖旎婀娜，蹁躚起舞。蘧蒢戚施，僬僥囂瘖。齟齬齷齪，齠齔之年。蟾蜍蛞蝓，蜥蜴蝙蝠，蚯蚓螻蛄。
鸕鶿鵜鶘，鶺鴒鷓鴣，鸚鵡鴛鴦，鸛鷺鴟鴞。氤氳馥郁，芍藥薔薇，茉莉蓓蕾，苜蓿蘑菇。琥珀玳瑁，瑪瑙琉璃，珊瑚翡翠，琺瑯琵琶。
"""
NAMES = """王建國、陳淑芬、林志豪、張麗華、黃俊傑、吳雅婷、劉宗翰、蔡佩珊、楊博鈞、許瑋倫、鄭詠馨、謝秉翰、郭筱涵、洪翊瑄、曾禹璇。
台北市大安區、新北市板橋區、桃園縣龍潭鄉、新竹市香山區、苗栗縣頭份鎮、彰化縣鹿港鎮、嘉義縣朴子市、屏東縣恆春鎮、澎湖縣馬公市。
"""


@dataclass(frozen=True)
class Sample:
    """Bytes, the text they hold, the codec they are written in, and what they are a sample of."""

    data: bytes
    text: str
    codec: str
    language: str
    size: int

    @property
    def is_refused(self) -> bool:
        """Whether textlens is to refuse it."""
        return self.codec in REFUSED.get(self.language, ())


def one_per_byte(error: UnicodeError) -> tuple[str, int]:
    """What the cut and the damaged samples are held against: each undecodable byte is one U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\ufffd" * (error.end - error.start), error.end


def as_text(data: bytes, codec: str) -> str:
    """The bytes decoded, without a byte-order mark."""
    codecs.register_error("benchmark", one_per_byte)
    return data.decode(codec, "benchmark").removeprefix("\ufeff")


# ── samples ─────────────────────────────────────────────────────────────────────────────────────


def texts(half: int | None) -> dict[str, str]:
    """The texts of each language joined, all or every other one."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted([*(ROOT / "data" / "gold" / "documents").iterdir(), *(ROOT / "data" / "samples").iterdir()]):
        text = path.read_text("utf-8")
        found[_language(path.stem, text)].append(text)
    for language, lines in (("ja", JAPANESE), ("ko", KOREAN), ("ru", RUSSIAN), ("accented", ACCENTED), ("classical", CLASSICAL),
                            ("rare", RARE), ("names", NAMES)):  # fmt: skip
        found[language] = lines.splitlines(keepends=True)
    return {language: "".join(parts if half is None else parts[half::2]) for language, parts in found.items()}


def _language(name: str, text: str) -> str:
    if "mixed" in name or name == "letter":
        return "mixed"
    if name.endswith("-en") or "-en-" in name or name == "journal-2023":
        return "en"
    if "-hk" in name:
        return "hk"
    return "hant" if sum(map(text.count, "這個們說為時會")) > sum(map(text.count, "这个们说为时会")) else "hans"


def codecs_of(language: str) -> tuple[str, ...]:
    """The codecs people would have saved the language in."""
    own = {"hans": ("gb18030", "gbk"), "mixed": ("gb18030", "gbk"), "hant": ("big5hkscs", "cp950", "gb18030", "gbk"),
           "hk": ("big5hkscs", "gb18030"), "en": ("cp1252", "gb18030"), "accented": ("cp1252",)}  # fmt: skip
    return REFUSED[language] if language in REFUSED else UNICODE + own[language]


def holds(codec: str, text: str) -> str:
    """The text without the characters that the codec lacks, and those that it would not give back."""

    def kept(character: str) -> bool:
        try:
            return character.encode(codec).decode(codec) == character
        except UnicodeError:
            return False

    good = {character for character in set(text) if kept(character)}
    return "".join(character for character in text if character in good)


def cut(text: str, codec: str, language: str, size: int, rng: random.Random, *, inside: bool) -> Sample:
    """A stretch of about `size` bytes at a random place; `inside` cuts it within its last character, where that has two bytes."""
    doubled = text * (2 + 2 * size // len(text))
    start = rng.randrange(len(text))
    low, high = 1, size
    while low < high:  # the longest stretch that fits
        middle = (low + high + 1) // 2
        low, high = (middle, high) if len(doubled[start : start + middle].encode(codec)) <= size else (low, middle - 1)
    stretch = doubled[start : start + low]
    if not inside:
        return Sample(stretch.encode(codec), stretch, codec, language, size)
    data = (stretch + next((c for c in doubled[start + low :] if len(c.encode(codec)) > 1), "。")).encode(codec)[:-1]
    return Sample(data, as_text(data, codec), codec, language, size)


def samples(half: int | None, each: int, seed: int) -> Iterator[Sample]:
    """`each` stretches of every language, codec and size."""
    rng = random.Random(seed)
    found = texts(half)
    for language in ("hans", "hant", "hk", "mixed", "en", "accented", *REFUSED):
        for codec in codecs_of(language):
            text = holds(codec, found[language])
            for size in SIZES:
                for number in range(each):
                    inside = number % 4 == 3 and language not in ("en", "accented", "ru")
                    yield cut(text, codec, language, size, rng, inside=inside)


def hard(half: int | None, each: int, seed: int) -> Iterator[tuple[str, Sample]]:
    """Cases that go wrong more easily, each with its name."""
    rng = random.Random(seed + 1)
    found = texts(half)
    hant, hans = ("big5hkscs", "gb18030", "utf-8", "utf-16-le"), ("gb18030", "utf-8", "utf-16-le")
    for kind, language, into in (("classical", "classical", hant), ("rare characters", "rare", hant), ("names", "names", hant)):
        for codec in into:
            for size in SIZES[:3]:
                for _ in range(each):
                    yield kind, cut(holds(codec, found[language]), codec, language, size, rng, inside=False)
    for language, into in (("hans", hans), ("hant", hant), ("accented", ("cp1252", "utf-8"))):
        for codec in into:
            text = holds(codec, found[language])
            for size in SIZES[1:]:
                for _ in range(each):
                    plain = cut(text, codec, language, size, rng, inside=False)
                    yield "1 % damaged", damaged(plain, rng)
                    yield "marks and numbers", marked(plain, rng)
                    if language == "accented":
                        continue
                    few = rng.randrange(2, 5)
                    at = rng.randrange(len(text) - few)
                    yield "few in English", sprinkled(text[at : at + few], found["en"], codec, language, size, rng)
    for codec in ("gb18030", "utf-8"):
        text = "".join(c + chr(0xE000 + rng.randrange(400)) * (rng.random() < 0.05) for c in found["hans"])
        for size in SIZES[1:]:
            for _ in range(each):
                yield "private use", cut(text, codec, "hans", size, rng, inside=False)


def damaged(sample: Sample, rng: random.Random) -> Sample:
    """One byte in a hundred is another one, but no zero byte."""
    data = bytearray(sample.data)
    for _ in range(max(1, len(data) // 100)):
        data[rng.randrange(len(data))] = rng.randrange(1, 256)
    return Sample(bytes(data), as_text(bytes(data), sample.codec), sample.codec, sample.language, sample.size)


def marked(sample: Sample, rng: random.Random) -> Sample:
    """The text within HTML and Markdown marks, times and prices."""
    marks = (
        "<p class='a'>{}</p>\n",
        "- [ ] **{}** 12:30\n",
        "| {} | 1,280.00 |\n",
        "## 2024-03-05 {}\n",
        '<a href="x.html">{}</a>\n',
    )
    step = 12
    pieces = [sample.text[i : i + step].replace("\n", " ") for i in range(0, len(sample.text), step)]
    text = "".join(rng.choice(marks).format(piece) for piece in pieces)[: max(20, len(sample.text))]
    return Sample(text.encode(sample.codec), text, sample.codec, sample.language, sample.size)


def sprinkled(few: str, english: str, codec: str, language: str, size: int, rng: random.Random) -> Sample:
    """A few Chinese characters in a page of plain English."""
    plain = "".join(c for c in english if c.isascii())
    at = rng.randrange(len(plain) - size)
    words = plain[at : at + size].split(" ")
    words.insert(rng.randrange(len(words)), few)
    text = " ".join(words)
    return Sample(text.encode(codec), text, codec, language, size)


# ── detectors ───────────────────────────────────────────────────────────────────────────────────


def is_right(codec: str | None, sample: Sample) -> bool:
    """Whether a program that opens the sample in the named codec, or in what commonly stands for it, shows its text."""
    if codec is None:
        return False
    try:
        name = codecs.lookup(codec).name
        return any(as_text(sample.data, wide) == sample.text for wide in SUPERSETS.get(name, (name,)))
    except (LookupError, UnicodeError):
        return False


def detectors() -> dict[str, Callable[[bytes], str | None]]:
    """The other detectors that are installed."""
    found: dict[str, Callable[[bytes], str | None]] = {}
    try:
        import chardet

        found["chardet"] = lambda data: chardet.detect(data)["encoding"]
    except ImportError:
        print("chardet is not installed: left out")
    try:
        from charset_normalizer import from_bytes

        found["charset_normalizer"] = lambda data: getattr(from_bytes(data).best(), "encoding", None)
    except ImportError:
        print("charset-normalizer is not installed: left out")
    return found


def ours(sample: Sample) -> tuple[bool, float, str]:
    """Whether textlens is right, how sure it was (-1 where it refused), and what it said."""
    try:
        found = decode(sample.data, "sample")
    except ReadError as error:
        return sample.is_refused and "looks like" in error.reason, -1.0, error.reason
    return found.text == sample.text, found.certainty, found.encoding


# ── tables ──────────────────────────────────────────────────────────────────────────────────────


def percent(results: list[bool]) -> str:
    """Share of right answers with the number of samples."""
    return f"{100 * statistics.mean(results):6.2f} % of {len(results):5d}" if results else "-"


def compare(half: int | None, each: int, seed: int, wrong: int) -> list[tuple[float, bool]]:
    """Print the tables of the plain samples; returns certainties with whether they were right."""
    others = detectors()
    right: dict[tuple[str, object], list[bool]] = defaultdict(list)
    seconds: dict[str, float] = defaultdict(float)
    sure: list[tuple[float, bool]] = []
    n_samples = n_ascii = 0
    for sample in samples(half, each, seed):
        n_samples += 1
        start = time.process_time()
        good, certainty, said = ours(sample)
        seconds["textlens"] += time.process_time() - start
        if not good and wrong > 0:
            wrong -= 1
            print(f"  wrong: {sample.language} {sample.codec} {sample.size}: {said} ({certainty:.2f}) {sample.text[:40]!r}")
        answers = {"textlens": good}
        for name, detect in others.items():
            start = time.process_time()
            codec = detect(sample.data)
            seconds[name] += time.process_time() - start
            answers[name] = is_right(codec, sample)
        if sample.text.isascii() and len(sample.data) == len(sample.text):
            n_ascii += 1
            for name, answer in answers.items():
                right[name, "ASCII"].append(answer)
            continue
        if not sample.is_refused and certainty >= 0:
            sure.append((certainty, good))
        for name, answer in answers.items():
            group = "refused" if sample.is_refused else "read"
            right[name, (group, sample.size)].append(answer)
            if sample.size >= 100 and sample.codec not in UNMARKED:
                right[name, "marked"].append(answer)
        right["codec", (sample.codec, sample.size)].append(good)
    print(f"{n_samples} samples, {n_ascii} of them ASCII alone\n")
    names = ["textlens", *others]
    print("size, what        " + "".join(f"{name:>24}" for name in names))
    for group in ("read", "refused"):
        for size in SIZES:
            print(f"{size:>6} {group:<10}" + "".join(f"{percent(right[name, (group, size)]):>24}" for name in names))
    large = [[a for g in ("read", "refused") for s in SIZES[1:] for a in right[name, (g, s)]] for name in names]
    print(f"{'100 bytes and more':<18}" + "".join(f"{percent(results):>23} " for results in large))
    print(f"{'  no bare UTF-16/32':<17}" + "".join(f"{percent(right[name, 'marked']):>23} " for name in names))
    print(f"{'ASCII':<17}" + "".join(f"{percent(right[name, 'ASCII']):>24}" for name in names))
    print(f"textlens took {1000 * seconds['textlens'] / n_samples:.1f} ms a sample")
    print(f"{'time a sample':<17}" + "".join(f"{seconds[name] / seconds['textlens']:>22.1f} x" for name in names))
    print(f"\ntextlens by codec {''.join(f'{size:>10}' for size in SIZES)}")
    for codec in dict.fromkeys(key[0] for name, key in right if name == "codec"):  # type: ignore[index]
        row = [right["codec", (codec, size)] for size in SIZES]
        print(f"{codec:<17} " + "".join(f"{100 * statistics.mean(r):>10.2f}" if r else f"{'-':>10}" for r in row))
    return sure


def calibration(sure: list[tuple[float, bool]]) -> None:
    """Print how often what was read at a certainty was right."""
    print("\ncertainty     right")
    edges = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
    for low, high in pairwise(edges):
        inside = [good for certainty, good in sure if low <= certainty < high]
        if inside:
            print(f"{low:.2f}-{min(1.0, high):.2f}  {percent(inside)}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", type=int, choices=(0, 1), help="take only every other text")
    parser.add_argument("--samples", type=int, default=12, help="samples of each language, codec and size (default 12)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--wrong", type=int, default=0, help="print so many of the samples textlens gets wrong")
    arguments = parser.parse_args()
    sure = compare(arguments.half, arguments.samples, arguments.seed, arguments.wrong)
    kinds: dict[str, list[bool]] = defaultdict(list)
    shown = arguments.wrong
    for kind, sample in hard(arguments.half, arguments.samples, arguments.seed):
        good, certainty, said = ours(sample)
        kinds[f"{kind}, {sample.size}"].append(good)
        if certainty >= 0:
            sure.append((certainty, good))
        if not good and shown > 0:
            shown -= 1
            print(f"  wrong: {kind} {sample.codec} {sample.size}: {said} ({certainty:.2f}) {sample.text[:40]!r}")
    print("\ntextlens on harder cases")
    for kind, results in kinds.items():
        print(f"{kind:<24}{percent(results)}")
    calibration(sure)


if __name__ == "__main__":
    main()
