"""Valence shifters: the words that turn, strengthen, weaken or outweigh the sentiment of others. Tables only.

A language is a row of `ROWS`; `TABLE` is all of them in one look-up, because Chinese sentences hold English words.

Where the numbers come from:

- `NEGATION`, `STEP`, `SUPERLATIVE`, `BEFORE_CONTRAST` and `AFTER_CONTRAST` are the constants VADER publishes (Hutto and
  Gilbert 2014; in vaderSentiment 3.3.2 N_SCALAR, B_INCR, the 1.25 of "never so", and the but-rule).
- An English negator, and a word of degree, reach three words on, as in VADER. Chinese puts more light words between
  (没有给我带来快乐), so its negators reach one further: our choice, as are all the word lists.
- Degrees have five levels, after HowNet's (extreme, very, more, -ish, insufficient), in VADER's steps: 2, 1, 1/2, -1, -2.
- What kinds of words shift is Polanyi and Zaenen (2006), "Contextual Valence Shifters": negatives, intensifiers,
  connectors. That words joined by "and" share their orientation is Hatzivassiloglou and McKeown (1997).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

NEGATION = -0.74  # a negated word keeps three quarters of its strength, with the other sign
STEP = 0.293  # one level of degree
SUPERLATIVE = 1.25  # "never so happy"
BEFORE_CONTRAST, AFTER_CONTRAST = 0.5, 1.5
DEGREE_REACH = 3  # words
LEVELS = EXTREME, VERY, MORE, SLIGHTLY, HARDLY = 1 + 2 * STEP, 1 + STEP, 1 + STEP / 2, 1 - STEP, 1 - 2 * STEP
MILD = 1 / VERY  # of a word whose negator says "not very" by itself

#: Signs that end the scope of every shifter. The enumeration comma 、 and quotation marks do not.
CLAUSE_SIGNS = frozenset(",;:.!?()[]—…~。【】")


@dataclass(frozen=True, slots=True)
class Row:
    """The shifters of one language; words are separated by ``|``.

    Attributes:
        reach: how many words on a negator still finds the word it negates.
        after_reach: how many words may stand between a word and the degree behind it.
        negators, mild_negators, negators_after: before the word (不, hardly), or right behind it (高兴不起来).
        asks: negators that make a question between a word and its repetition (喜欢不喜欢, 开不开心).
        ever, this_much: one of the first followed by one of the second says the opposite (从没这么高兴过). The second are
            words of degree only behind a negator, unless they are among `before` too.
        inert: phrases that look like shifters and are none (不仅, not only, 有没有).
        before, after: words of each of the `LEVELS` of degree, in front of what they strengthen or behind it.
        close: of the words of degree in front, those that strengthen only what stands right behind them (pretty good).
        at_all: what strengthens the negation around it.
        contrast: what follows outweighs what went before.
        concession: its clause is outweighed by the rest.
        carriers: verbs that hand a negation on to what they introduce (I don't think it is …), from them twice `reach` far.
        links, joins: words over which a negation goes on to the next word (or), if it has the same orientation (and).
        light, complement: function words that a segmenter may have glued to a word (都高兴), the latter even to a single
            character (美得).
    """

    reach: int
    after_reach: int
    negators: str
    mild_negators: str
    negators_after: str
    asks: str
    ever: str
    this_much: str
    inert: str
    before: tuple[str, str, str, str, str]
    after: tuple[str, str, str, str, str]
    close: str
    at_all: str
    contrast: str
    concession: str
    carriers: str
    links: str
    joins: str
    light: str
    complement: str


@dataclass(frozen=True, slots=True)
class Shift:
    """What one word or phrase does; the fields are those of `Row`, and by default it does nothing.

    `before` and `after` are factors on a weight, 0 where it has no such role.
    """

    negates: bool = False
    reach: int = 0
    negates_after: bool = False
    asks: bool = False
    ever: bool = False
    this_much: bool = False
    before: float = 0.0
    close: bool = False
    after: float = 0.0
    after_reach: int = 0
    at_all: bool = False
    contrast: bool = False
    concedes: bool = False
    carries: bool = False
    links: bool = False
    joins: bool = False
    light: bool = False
    complement: bool = False


_ZH = Row(
    reach=4,
    after_reach=0,
    negators=(
        "不|没|没有|没能|无|非|未|未曾|未能|别|莫|勿|毋|甭|休|不是|不会|不能|不能够|不可能|不要|不想|不再|不曾|不必|不用|不需要|无需|无须|"
        "无法|并不|并不是|并非|并没有|并没|并未|绝不|绝不是|绝非|决不|决非|毫不|毫无|毫没有|从不|从未|从没|从没有|从来不|从来没|从来没有|从无|"
        "不可|不许|不准|不让|不肯|不愿|不愿意|不敢|不应|不应该|不该|没什么|没有什么|缺乏|缺少|不算|算不上|谈不上|称不上|说不上|"
        "感觉不到|感受不到|感不到|体会不到|得不到|找不到|看不到|够不上|失去|失去了|否认|拒绝|禁止|避免|停止|不至于|不觉得|不认为|不感到|"
        "没觉得|何曾|很久没|很久没有|好久没|好久没有|许久没|许久没有|很久都没|很久都没有|好久都没|好久都没有|多年没有|没人|没有人|无人|唔|唔系|唔会|唔想|冇|冇人"
    ),
    mild_negators=(
        "不太|不怎么|不大|不够|不甚|不很|不十分|不是很|不是太|不那么|没那么|没有那么|没多|没有多|没太|没怎么|未必|不见得|不一定|难以|很难|"
        "几乎不|几乎没有|很少|少有"
    ),
    negators_after="不起来|不了|不下去",
    asks="不|没",
    ever=(
        "从不|从未|从没|从没有|从来不|从来没|从来没有|未曾|不曾|何曾|很久没|很久没有|好久没|好久没有|许久没|许久没有|很久都没|很久都没有|"
        "好久都没|好久都没有|多年没有"
    ),
    this_much="如此|这么|这样|这般",
    inert=(
        "不仅|不仅仅|不但|不只|不只是|不光|不单|不止|不禁|不由|不由得|不由自主|忍不住|禁不住|不断|不停|不久|不少|不时|不得不|不能不|不可不|"
        "不会不|不得已|不管|不论|无论|不如|不料|不妨|不免|不愧|不愧是|不知不觉|不知|不知道|差不多|没准|没准儿|说不定|没想到|想不到|没事|"
        "不一会儿|不好意思|对不起|不客气|不过如此|无疑|莫非|除非|非得|是不是|有没有|能不能|会不会|要不要|好不好|要不|要不是|不然|了不起|"
        "了不得|巴不得|恨不得|舍不得|来不及|不无|无不|莫不|无非|别人|别的|别处|好多|好几|好些|好久|好久不见|好像|好在|只好|难道|难怪|难得|难免|"
        "没关系|没有什么比|没什么比|没有谁比|没有人比|不等|不同|不定"
    ),
    before=(
        "最|最为|极|极其|极为|极度|极端|万分|无比|无比地|绝对|完全|彻底|超级|超|巨|狂|何等|何其|别提多|别提有多|不知多|不知有多|不能更|一点也|一点都|一点儿也|一点儿都|一啲都|丝毫|丝毫也|丝毫都|半点|半点也|"
        "半点都|一丝|根本|压根|压根儿|简直",
        "很|非常|太|特|特别|十分|分外|格外|相当|颇|颇为|尤其|尤为|真|真是|真的|真心|劲|真系|实在|实在是|好|好不|多|多么|怪|老|挺|蛮|满|甚|甚为|甚是|异常|深|深深|深感|大|大为|如此|这么|这样|这般|那么|"
        "那样|那般|着实|的确|确实|由衷|由衷地|打心眼里|可|可真|出奇",
        "更|更加|更为|更是|越|越发|越来越|愈|愈发|愈加|较|较为|比较|还算|尚|倍加|加倍",
        "有点|有点儿|有些|有一点|有一点儿|一点|一点儿|一些|稍|稍微|稍稍|稍许|略|略微|略略|略为|略有|些许|些微|几分|有几分|多少有点|多少有些|微微|或多或少|隐隐|淡淡",
        "勉强|勉勉强强",
    ),
    after=(
        "极了|极|透了|透顶|死了|死|坏了|坏|疯了|疯|翻了|得不得了|的不得了|不得了|得不行|的不行|不行了|得要命|的要命|要命|得要死|的要死|要死|得很|到爆|爆了|爆|到极点|到了极点|至极|万分|无比|得一塌糊涂|"
        "不过了|不堪|得发狂",
        "得多|多了|的很|不已|异常|得慌",
        "",
        "一点|一点儿|一些|了一点|了些|了一些|点儿",
        "",
    ),
    close="劲|好|好不|怪|老|可|大|满|特|真的|多|超|巨|狂|深|尚|异常|一点|一点儿|一些",
    at_all="一啲都|一点也|一点都|一点儿也|一点儿都|丝毫|丝毫也|丝毫都|半点|半点也|半点都|一丝|根本|压根|压根儿",
    contrast="但|但是|但却|可是|然而|而是|不过|却|却是|只是|只不过|反而|反倒|殊不知|岂料|谁知|偏偏|倒是",
    concession="虽|虽然|虽说|虽是|虽则|尽管|即使|即便|哪怕|固然|就算|纵然|纵使|诚然",
    carriers="觉得|认为|以为|感到|感觉|感受|觉|相信|想|变得|显得|看起来|看上去|听起来|带来|让|使|令|拥有",
    links="或|或者|或是",
    joins="和|与|及|以及|跟|、|的|又|/",
    light="我|你|他|她|它|们|我们|你们|他们|她们|都|也|就|又|再|的|了|着|过|地|得|到|是|在|这|那|让|令|使|会|要|而|且|吧|啊|呀|呢|吗|啦|嘛|哦",
    complement="得|到",
)

_EN = Row(
    reach=3,
    after_reach=2,
    negators=(
        "not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|lack|lacks|lacked|lacking|no one|no longer|no more|anything but|"
        "far from|by no means|in no way|refuse to|refused to|refuses to|stop being|stopped being|avoid|avoids|avoided|fail to|fails to|failed to|"
        "unable to|aint|ain't|arent|aren't|cant|can't|couldnt|couldn't|darent|daren't|didnt|didn't|doesnt|doesn't|dont|don't|hadnt|hadn't|"
        "hasnt|hasn't|havent|haven't|isnt|isn't|mightnt|mightn't|mustnt|mustn't|neednt|needn't|oughtnt|oughtn't|shant|shan't|shouldnt|"
        "shouldn't|wasnt|wasn't|werent|weren't|wont|won't|wouldnt|wouldn't"
    ),
    mild_negators="hardly|barely|scarcely|rarely|seldom|less than|not that|isn't that|wasn't that|aren't that|weren't that|not all that",
    negators_after="",
    asks="",
    ever="never|havent|haven't|hasnt|hasn't|hadnt|hadn't",
    this_much="so|this|such|more|such a|such an",
    inert=(
        "not only|not just|not merely|not to mention|no doubt|no wonder|no sooner|nothing but|nothing short of|none other|can't wait|"
        "cannot wait|can't help|cannot help|can't help but|but also|but for|last but not least|why not|whether or not|or not|no matter|"
        "never mind|not until|no less|if not|all but|too many|more or less"
    ),
    before=(
        "extremely|absolutely|completely|entirely|totally|utterly|most|the most|incredibly|insanely|exceptionally|"
        "extraordinarily|unbelievably|hugely|enormously|tremendously|ever so|couldn't be more|could not be more",
        "very|really|so|too|quite|pretty|truly|deeply|awfully|terribly|highly|greatly|especially|particularly|remarkably|"
        "super|such|such a|such an|real|damn|fucking|freaking|wildly|intensely|immensely|thoroughly|genuinely|how|what a|"
        "what an|very much|so much|a lot of|lots of|amazingly|fully|strongly|seriously|decidedly|considerably|"
        "substantially|unusually|purely",
        "more|much|rather|fairly|increasingly|more and more|far|way|even|even more|much more",
        "a bit|a little|a little bit|a bit of|slightly|somewhat|kind of|kinda|sort of|sorta|mildly|moderately|partly|"
        "relatively",
        "less|least|marginally|minimally",
    ),
    after=(
        "beyond words|to death|to bits|beyond measure|more than anything|with all my heart|like crazy",
        "very much|so much|a lot|indeed|a great deal|deeply|greatly|immensely|tremendously|enormously|intensely|terribly|"
        "really",
        "",
        "a bit|a little|a little bit|somewhat|slightly|kind of|sort of",
        "",
    ),
    close="pretty|this|how|far|way|most|least|real|even|too|damn|super|rather",
    at_all="at all|whatsoever|in the least|in the slightest|one bit",
    contrast="but|however|nevertheless|nonetheless|even so",
    concession="although|though|even though|even if|despite|in spite of|albeit|notwithstanding",
    carriers=(
        "think|thinks|believe|believes|feel|feels|felt|seem|seems|seemed|look|looks|looked|sound|sounds|find|found|make|makes|made|bring|"
        "brings|consider|call|say|be|been|being"
    ),
    links="or",
    joins="and|/",
    light="",
    complement="",
)

ROWS = {"zh": _ZH, "en": _EN}


def _roles(row: Row) -> Iterator[tuple[str, dict[str, float]]]:
    """(words, what they do) for every field of a row, truths as 1."""
    yield row.inert, {}
    yield row.negators, {"negates": True, "reach": row.reach}
    yield row.mild_negators, {"negates": True, "reach": row.reach, "before": MILD}
    yield row.negators_after, {"negates_after": True}
    for factor, before, after in zip(LEVELS, row.before, row.after, strict=True):
        yield before, {"before": factor}
        yield after, {"after": factor, "after_reach": row.after_reach}
    for role in ("asks", "ever", "this_much", "close", "at_all", "contrast", "links", "joins", "light", "complement"):
        yield getattr(row, role), {role: True}
    yield row.concession, {"concedes": True}
    yield row.carriers, {"carries": True}


def _table() -> dict[str, Shift]:
    table: dict[str, Shift] = {}
    for row in ROWS.values():
        for words, roles in _roles(row):
            for word in filter(None, words.split("|")):
                table[word] = replace(table.get(word, Shift()), **roles)  # type: ignore[arg-type]
    return table


#: Word or phrase in lower case -> what it does, in any language.
TABLE = _table()
