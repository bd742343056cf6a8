"""How many bits it takes to write a text down in a language: what decides between codecs that could all be meant.

Every codec makes another text of the same bytes. The right one makes ordinary words of ordinary characters, which a code
built on how often characters are used writes in few bits; the wrong ones make rarities. The sums of two codecs over the
same bytes are comparable, whatever number of characters each of them sees, and their difference is the weight of evidence.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache

#: Bits of a byte that could not be decoded, and of a character that nobody writes.
BROKEN = 16.0
_STRANGE = 20.0

# Bits of each character in Chinese prose, rounded: counted over the sentences written for this project (training/written),
# in Simplified and in Traditional script, with the words of news, scholarship, Classical Chinese and Cantonese added by hand.
_HAN = {
    5: "了",
    6: "一我的不是",
    7: "没沒个個有在人十到天说年这這上来來他月三",
    8: "得好就都子还還那下着你點里会會家点过過次二也时時她說説么要麼小看去第出可后把後大四两兩",
    9: (
        "回开開想真生老们們分谢謝只学學吃今全手给給五多最能自公以为為走道六话写話寫用发心比车車头頭明成面事起又妈媽工半發著本完日行裡"
        "裏打再什每前气氣台中口八问問己放字笑水很见見机機请請七电百電"
    ),
    10: (
        "门門九现被現场場邊地班于於结收結太然对對果别別理知当数數长長从從當房已晚路名同週师師业業作条條经經像记記爸如度儿兒听聽整新算"
        "孩谁誰跟方做教边连早件連钱錢等位夜间代間住样期樣候动動张張合平程外照您望意声聲改文句但进進阿钟高院关报關報医考民醫嗎书書鐘司"
        "楼快睡樓让讓表坐该該员带員帶少通友换难換難饭站提飯叫加资資信告直计先法希計眼服排万萬讲包講接片重爱愛总无实怎假单死總無實單停"
        "客安才买買其花主系部岁拿哭歲跑周东定東店千感者和"
    ),
    11: (
        "差队隊退女费費终反之物終查倒因觉统交覺統体奶块错亲體塊錯親白愿願居转所轉菜病底室票保送正海复准号线掉户號線空留导管導组议金风"
        "組議風化满滿雨清题題喜种而種怕修原版吗却卻几碗它幾隻按流证山更證身相药音约找準藥約贵敢此貴份入价價骂由护目市罵護零猫影试检翻"
        "貓試檢午哪若卖思賣哈干读案咗股讀离抱热产判示啦離熱產唔装失亮特指乐吧认应裝樂認應够狗据夠據论論桌箱区标區標响领内喝響領內红呢"
        "味紅温补帮解量隔任補幫奖西命獎嗰遍投活背办窗战洗级常消辦戰級闆盖社偷醒苦佢蓋臺慢款朋存性项至录段值項錄术格懂術念油灯调便封燈"
        "調锅板挺鍋火支评評贴搬谈轻刚虽冇国选貼談輕剛雖國選职近续律情变语利士啊超基未运職續變語運蛋将陪脚义坏將腳義囉壞始划嘴设喊返設"
        "铁婆烧香茶姐政签疼器息鐵燒争爭处纸辈拍章源剩弟處紙輩諗"
    ),
    12: (
        "码步率世言质取碼質喎抽共画游汤鞋根畫湯持阳马校脸爷陽馬臉爺復及婚船租跳越词肉星光忘飞豆礼警詞飛禮备首决屋救求備決境历球腿双围"
        "雙圍军軍审毛落建劃審轮网科需力輪網破替色图欢鱼拉床输练烦圖歡魚輸練煩末族冷往卡麻料养休圈概衣品鸡嘅養雞纪丢係紀丟规笔顺断餐穿"
        "酒規筆順斷米阶階省杯吵元食制推石河秒黑弹彈督配糖斤久篇冰除歷核革颗诊升忙泡玩母团较顆診較派具雪晨课晒则务父累受課曬則務联聯幸"
        "页盘环县挂偏頁盤環幹簽縣掛群远初绝急唱闹抢疗细痛必节喺遠絕佈鬧搶療細團節涨展漲皮朝预稿非毕血座冲福邻預畢鄰视静技与套随夫待赢"
        "脑强視靜與隨贏腦強移哥研壁牙习尾刻协付聊压均習協壓髮故兴织架甜牌亏煮银式译功啲切举興織虧銀譯舉责責须須歌编男烂妹拆尔诉咁編爛"
        "爾訴育顿旧凌拖紧史美访赛嚟頓遊舊緊訪賽睇梯集优类泪辣城专寄账塞官優類淚專賬究勿麵麪牛昨立犯害骗权许冬漏騙權衝許使般易诚誠监些"
        "型布稳宣趟顾演監戶穩顧歉委嘢袋爽瓜识增祝属并传兰識屬傳蘭牀哋企足递额旁追撑微减极各遞額撐減極治伙钢府察鋼借姨顶局巴堂躺构另置"
        "糕低林拜喔頂構或俾简列订降罪范王嫌乎簡訂乾範伤傻肯乜傷德扣掌速粉止测咖免抖吐咩券误測誤档劳征农炭檔勞農"
    ),
    13: (
        "象齐馆戏删端娘呵斯软默椅剧登答齊館戲刪軟劇羣谓攞謂策古英凉墙绩染散良且析宿哲何睛遇涼牆績季诗斗徵詩施㗎噉擦酸薪柜嘛确草印健赶"
        "胞归依骨村櫃確並趕歸颱即梦夢彼佛盼既舍折绿廊盒效讨臭骑吹邮啡街裁摆占南怪欠锁煤爆綠討騎郵複鎖惟伊汉脉漢脈洋莫污宗显黄姑助呼傅"
        "夸镜森称屏杀顯黃鏡稱殺楚闭融闻矣董閉聞矿礦神综綜皇帝疾向溫暖净惊余俩厂嗯遗限缺伞淨驚餘倆廠遺擺佔傘序乃硬武域岂豈党黨诸汙諸敌"
        "敵遂鬥唯青批靠厅释粥右夹卷附棒刷捨鬆廳釋誇夾爬嬷延嬤尽济践贸舰侯臣儒曰焉哉兮吾汝孰弗毋濟踐貿艦彩志鼓突饺叔甲申继摊亡幕肚容深"
        "防餃註繼攤迟恭遲惜胖悔凑园短弃土丝冒层刀获震舒填异厕湊園棄絲層異廁绕负搭繞負孙厨桥腰熬赔播赞角歪夏达胃沙孫廚橋賠達滑模跌腐旅"
        "巾败敗倍膝耳树葱恩驾副伴验界署添瘦左眠仍宜春险商摔抬杂樹駕驗險雜毫榜谱譜凶精松致炸蹲守独喂押戒烟针辛损卫妻辞挑獨針損獲辭库庫"
        "恶键糊州垃圾密嗓李积灰铺束适例丑充广匙航鍵積鋪適廣誌鬼略介挤擠克覆煙戴北沉插载蓝烤脏承帐摸讯货載藍籤贊帳訊繫貨操捡漂云撿雲废"
        "廢羊佩状竟注症疯戚缝慌材踩刑截嘿怀堵木钥狀瘋縫懷鑰闺参肿敬藏猪裂阵吓閨參腫豬陣嚇兇盡含频熟毒巷惯厌贷供橘垫招碎营颜盆引尝仲冻"
        "态妳缩曾采湿呀嫁頻慣厭貸墊營顏凍態縮採胸剪崩透肥"
    ),
    14: (
        "席似罐哑握鲜喘栏饼辑波岸令宁啞鮮欄餅輯寧圆滚圓滾启捐偿胎瓶普饱踢浪恨岗乘尖虚劝博筷忽饮莲缴典智观桶尺童赚琴秋控償飽崗虛勸飲蓮"
        "繳觀賺康拔露罚倘哇仔鼻磨击舞窝罰擊窩虾惡蝦鸭鴨脱谷厚棵激泳螺临趴酱卤磕伯烫帽执畀逾咬景吸址敲扇忍徒臨醬滷燙執醜夕池素抓坚凭虎"
        "雷妇夥堅憑婦厉永恢搞厲担宝擔寶孤薑秀勤枕炒扫勺醋汗耐舅庭竹炉恐躲疫销田催捷肠众棉哦闷砸掃爐銷腸眾悶陌撞湖赖塌晴勇淋估益迷淡肾"
        "賴腎劲勁憾耗托飘雾某阴财宵墓栋扔庆懒腺册祖滴剑牵仙飄霧陰財託棟慶唸懶冊劍牽龙孕拦叶屉踏侧努函砍霉困腾堆疑训龍攔葉屜側傢騰訓否"
        "裤褲尚丁糟稍享娃叠拒盯甘迁艺碰番跪框镇灭浴铃绳乡偶尊姊齿捏疊餵遷藝鎮滅鈴繩鄉衛髒齒障固迎兵谅况逢串剂坊肺姥滋肌諒況劑笨聪聰债"
        "造咚狠坑悄債汁腻胜冤膩勝筋佳洒辆壶泉割岛钓摇洁袜炎兄毁鸟碑肩乱柠丈煲砖严旦吼扭泥灑輛壺島釣搖潔襪嚐毀鳥亂檸磚嚴洞悬郁桃辅伍盐"
        "弄绍创愧枱欧咸粮懸鬱輔鹽紹創黴歐鹹糧凡挥络饿揮絡餓蒙善拾姓幼塔仪噜陶腹拨篮届腊扰虑剥逗液授瞓乖挪形喇悲渔括牠扶蚊维闪绑暴儀嚕"
        "撥籃屆臘擾慮剝鍾臟製捲漁溼維閃綁濕澡刺扛阅罩抹咽苹荣薄坡欸枚蜜唤珍盃蘋榮喚尿坦溃丰浆潰豐漿魂儘"
    ),
    15: (
        "梁卧啟啓泄链喷醉梅攒蒸奏京稀宴侄罗寒傍萤吉朗啰暂潜灾韭坪苗艘港葬匿曲帘江屁氧契寿烛仓鏈噴蔥摺攢曆羅螢暫潛災簾壽燭倉暑盏川缘叨"
        "抄野闲愈巧茄钻摄沟玻璃蜡棋牢愣宠盞緣閒鑽攝溝併蠟寵柔苏仅蘇僅沖拟炮符鞠躬灵循津径龄际荷敏赠擬靈齡際贈馒射腥予慈饅嘗恕允蛇兆姜"
        "弯兔互穷桂咱趣患铅蹭灶柴焦塑陈凤斜梨探逐豪踪跨湾脾嘱私霞墨浮檐叮遥避揾彎窮紮鉛錶陳鳳蹤灣囑遙询辩纱晾锦厘抑疹脆啃刊腌匹妆胆殡"
        "竞媳婴霜诈耶衰詢辯紗錦釐醃妝膽檯殯競嬰詐聚触忆觸憶购彻挡鞭麦杰購徹擋麥徑溶瘾垒讣寸宽愁贺蚂蚁详噁癮壘訃寬賀螞蟻詳睁艰睜艱勉揹"
        "恋馅煎谎呗吭萝箭莓植伸薯馄饨旺兼抵抗逃脖役慰旱搜索洲芬铲朵哼枣吊述瞎憋熊戀餡謊唄蘿餛飩鏟棗衞跤坛坟攥肝颈拥瞒暗横磁挖檬紫胶甩"
        "粽揽衫摘徐盈攻膏灌掂膜拧拎威墳頸擁瞞橫膠攬嚮擰嫲弱缓緩逼漫映欺违昧眨罢丽珠沾距違罷麗雅眶敷唉携盲椒榴吱纯售劫鼠迴攜純栽栓秤咳"
        "晓挣羡慕赌祸骄惨曉掙羨賭禍驕慘呜嗚"
    ),
}
_CHINESE_MARKS = {
    5: "，。", 7: "、：“”「」", 8: "？！…—", 9: "（）《》；　–", 10: "‘’『』·～〇", 11: "〈〉【】•‧€￥％０１２３４５６７８９",
}  # fmt: skip
# The same for the others, by what is known of these languages; of kanji and syllables only the most frequent.
_JAPANESE = {
    5: "のいにたは。、", 6: "をとがてしなでるっうもかれ", 7: "らりこさんまくきよすあつだ「」", 8: "ーそけわせどえめみちおやばろ・ンスルトイ",
    9: "ねべほふじひむぶごゃょゆ日一人大年十二本中出三時行見月分後前生五間上東四今入学高円子外クラリアフッジシタドマコレキテカロ？！（）",
    10: "国会長同事自社者地業方新場員立手力問代明動京目通言理体田主題意不作用度強公野以家世多正安心界教文元重近考画海売知道集別物使品"
        "計死特私始朝話何気来食思持聞待電車店駅雨母父友先週夜雪サグニバナィムデプオメパウィュェョミチソハセポモダボワケヤブツネヒベヨガ",
    11: "政議民連発対部合市内相定回金九選米実関決全表戦経最現調化当八六約下首法性的要制治務小七成期協取都和機平総加山受区領県続進設保改"
        "数記院女初北午指権心支第産結百派点報済書府活原共得解名交資予川向際査勝面委告軍反千判認参利組案信策在件団任引求所次水半昨論官増"
        "係感情投示変打男基各島直両革価式確村提運終挙果西勢減台広容必応演歳住争談能無再位置企真流格有疑口過局少放税常状工建語球営空職"
        "猫犬花風音笑泣朝昼夕春夏秋冬毎度好味飲買歩走帰起寝町屋窓部席紙声顔頭足目耳電話静緒忘覚思楽悲嬉寂ぐぎげざずぜぞづぬぱびぴぷぺぼぽへ",
}  # fmt: skip
_KOREAN = {
    6: "이다는의에가을고지하로은를기서한", 7: "도나사리그어들시자아인수해라대것만일정보구으있스제주과부전",
    8: "장여게원상적성조니면없안우오마화공동와때무소모요러생유신세경선중치개했었였람내거학국할미비려관말",
    9: "회연문방명바야르드물않간분위실터네까민음심습계용당발교같집단강행저남차또결식업외체속산영더현재진본통작력불달금반예렇알된되될트른던각노머"
       "두눈길형데후히감았표초잘못양월년날먹울임점설포석운론입살크직품매질종류타태디파키프카난찾받많왔갔봤겠건걸께란럼려번변별복볼봄배버밖밤"
       "밥방벌법벽병봉북빛빠색섯손송술숙순숨쉬슬승싶써쓰씨앞약얼엄엇였옆옷완왕욕웃원웠을응읽잃잊저적젊젖졌좋죽준줄즐집짓쪽찍창책처천첫청체추출충친칠"
       "침커컴코콘쿠탁탕택텔토퇴특틀팀팔페편평폐피필함합항향험혀협호혼홀확환활황획효훈희힘끝꿈꽃깨끼늘늦님닐닫답닮떠떤떨뜨땅따똑맛맞맑막멀멈며몇몸묻믿",
}  # fmt: skip
_RUSSIAN = {
    4: "оеаи", 5: "нтсрвлкмдп", 6: "уяыьгзб", 7: "чйхжшю", 8: "цщэф«»—", 9: "ёіїє№", 10: "ъґ„“”…–",
}  # fmt: skip
_ASCII = {
    3: " e", 4: "taoinshr", 5: "dlu", 6: "cmwfgyp\n\r.,", 7: "bvk0123456789-'\"", 8: "#*:/_=()<>[]|", 9: "jxqz!?;ABCDEFGHIJKLMNOPQRSTUVWXYZ\t",
    10: "`~@$%^&+{}\\", 13: "\x0c\x1b",
}  # fmt: skip
# A control character among noise, and ASCII that is no control costs less.
_CONTROL = 10.0
_WESTERN_USUAL = frozenset("éèêëàâäáãíìîïóòôöõúùûüñçßøåæœÉÀÈÊÁÓÖÜÅØÄÇÑ‘’“”–—…\xa0°£€«»¿¡„•")
# A Western letter stands in a word of Latin letters, a capital at its beginning or among capitals; signs stand anywhere.
_WESTERN_PLACE = re.compile(
    "(?<=[A-Za-z'’‘“])[à-öø-ÿßœšž]{1,2}(?![À-ÿŒœŠšŽž])|(?<![A-Za-zÀ-ÿŒœŠšŽž])[À-ÖØ-ÞŒŠŽà-öø-ÿœšž](?=[A-Za-z'’])"
    "|(?<=[A-Z])[À-ÖØ-ÞŒŠŽ](?![a-zà-öø-ÿ])|(?<![^\\s'’“(])[àéÀÉóôêæåöÖ](?![^\\s.,;:!?'’”)])"
    "|[‘’“”–—…•‹›«»„‚™®©\xa0](?![¡-¿])|(?<=[0-9] )[°€£§]|(?<=[0-9])[°€£]|[€£§](?=\\s?[0-9])|[¿¡](?=[A-Za-zÀ-ÿ])"
)
_WESTERN_SIGN = re.compile("(?<![^\x00-\x7f])[©®™°±×·§½¼¾²³µ¶†‡÷ªº€£¥¢](?![^\x00-\x7f])")
# One foreign character at the beginning or in the middle of a Latin word: a trail byte that ate a letter.
_IN_WORD = re.compile("(?<![^\x00-\x7f])[^\x00-\x7f](?=[a-z])")
_AT_WORD = re.compile("(?<=[^\x00-\x7f])[^\x00-\u2fff\ufffd](?=[a-z])")
_CAPITAL_INSIDE = re.compile("(?<=[а-яёії])[А-ЯЁІЇ]")
_MIXED_WORD = re.compile("(?<=[A-Za-z])[А-яЁёІіЇї]|[А-яЁёІіЇї](?=[A-Za-z])")

_BLOCKS = (
    ("\u0080", "\u009f", 22.0), ("\u00a0", "\u017f", 13.0), ("\u01cd", "\u01dc", 13.0), ("\u0180", "\u036f", 18.0), ("\u0370", "\u03ff", 14.0), ("\u0400", "\u052f", 15.0), ("\u2000", "\u206f", 12.0),
    ("\u2100", "\u214f", 13.0), ("\u2150", "\u218f", 14.0), ("\u2190", "\u23ff", 13.0), ("\u2460", "\u24ff", 12.0), ("\u2500", "\u257f", 14.0),
    ("\u2580", "\u27bf", 13.0), ("\u3000", "\u303f", 13.0), ("\u3040", "\u30ff", 12.0), ("\u3100", "\u312f", 14.0), ("\u3200", "\u33ff", 15.0),
    ("\u3400", "\u4dbf", 19.5), ("\u4e00", "\u9fff", 17.0), ("\uac00", "\ud7a3", 16.0), ("\ufe00", "\ufe0f", 12.0), ("\ufe30", "\ufe4f", 16.0),
    ("\uff01", "\uff5e", 12.0), ("\uff61", "\uff9f", 16.0), ("\uffe0", "\uffe6", 13.0), ("\U0001f000", "\U0001faff", 12.0),
    ("\U00020000", "\U0003ffff", 19.5),
)  # fmt: skip


class _Bits(dict[str, float]):
    """Bits of each character: those of a table, and for any other what a function says."""

    def __init__(self, tables: tuple[Mapping[int, str], ...], otherwise: Callable[[str], float]) -> None:
        super().__init__({c: float(bits) for table in tables for bits, row in table.items() for c in row} | {"\ufffd": BROKEN})
        self._otherwise = otherwise

    def __missing__(self, character: str) -> float:
        found = self[character] = _STRANGE if is_strange(character) else self._otherwise(character)
        return found


def is_strange(character: str) -> bool:
    """Whether hardly anybody writes the character: unassigned, for private use, a surrogate or a control."""
    return unicodedata.category(character) in ("Cn", "Co", "Cs", "Cc")


def _in(character: str, codec: str, first: bytes, last: bytes) -> bool:
    try:
        return first <= character.encode(codec) <= last
    except UnicodeEncodeError:
        return False


def _block(character: str) -> float:
    return next((bits for first, last, bits in _BLOCKS if first <= character <= last), 17.0)


def _other_han(character: str) -> float:
    """A character of the everyday part of the national codes costs less than one outside, any other by its block."""
    if "\u4e00" <= character <= "\u9fff":
        if _in(character, "gb2312", b"\xb0\xa1", b"\xd7\xf9") or _in(character, "big5", b"\xa4\x40", b"\xc6\x7e"):
            return 15.5
        return 16.5 if _in(character, "gb2312", b"\xd8\xa1", b"\xf7\xfe") else 17.5
    return _block(character)


def _other_japanese(character: str) -> float:
    if "\u4e00" <= character <= "\u9fff":
        return 14.5 if _in(character, "shift_jis", b"\x88\x9f", b"\x98\x72") else 16.5
    return 13.0 if "\u3040" <= character <= "\u30ff" else _block(character)


def _other_korean(character: str) -> float:
    if "\uac00" <= character <= "\ud7a3":
        return 12.0 if _in(character, "euc_kr", b"\xb0\xa1", b"\xc8\xfe") else 17.0
    return _block(character)


def _other_russian(character: str) -> float:
    small = character.lower()
    return 5.0 + next((b for b, row in _RUSSIAN.items() if small in row), 10.0) if small != character else _block(character)


def _any_letter(character: str) -> float:
    """For a codec of a language no table is for: letters cost less than signs, and capitals lie between."""
    if not character.isalpha() or character >= "\u2e80":
        return _block(character)
    return 9.0 if character.isupper() else 6.5


@lru_cache(maxsize=1)
def _tables() -> dict[str, _Bits]:
    return {
        "zh": _Bits((_HAN, _CHINESE_MARKS, _ASCII), _other_han),
        "ja": _Bits((_JAPANESE, _ASCII), _other_japanese),
        "ko": _Bits((_KOREAN, _ASCII), _other_korean),
        "ru": _Bits((_RUSSIAN, _ASCII), _other_russian),
        "en": _Bits((_ASCII,), lambda c: max(BROKEN, _block(c))),
        "any": _Bits((_ASCII,), _any_letter),
    }


def bits(text: str, language: str, unfinished: int = 1) -> float:
    """Bits that writing the text down takes if it is prose in the language; a byte not decoded stands as U+FFFD in it.

    Args:
        text: what a codec made of the bytes.
        language: ``zh`` (both scripts), ``ja``, ``ko``, ``ru``, ``en`` (and other Western ones) or ``any``.
        unfinished: how many bytes of its last character a file that was cut may have.

    >>> bits("今天下雨。", "zh") < bits("쐱莽苧襭ㅃ", "zh")
    True
    >>> bits("naïve “café”", "en") < bits("½ñÌìÕæ¿ªÐÄ", "en")
    True
    """
    whole = text.rstrip("\ufffd")
    if len(text) - len(whole) > unfinished:
        whole = text
    table = _tables()[language]
    total = sum(n * table[c] for c, n in Counter(whole).items()) + 2.0 * (len(text) - len(whole))
    if language == "en":
        return total - _western_discount(whole)
    if language == "ru":
        return total + 5.0 * len(_CAPITAL_INSIDE.findall(whole)) + 10.0 * len(_MIXED_WORD.findall(whole))
    if language == "any":
        return total
    return total + 6.0 * len(_IN_WORD.findall(whole)) + 2.0 * len(_AT_WORD.findall(whole))


def _western_discount(text: str) -> float:
    """What the Western characters that stand where they belong cost less than those that do not."""
    usual = [c for found in _WESTERN_PLACE.findall(text) for c in found]
    return sum(9.0 if c in _WESTERN_USUAL else 6.0 for c in usual) + 5.0 * len(_WESTERN_SIGN.findall(text))


def noise_bits(data: bytes) -> float:
    """Bits of bytes that follow no rule but that ASCII among them is text."""
    table = _tables()["zh"]
    foreign = sum(n for byte, n in Counter(data).items() if byte > 0x7F)
    each = 7.6 - math.log2(foreign / len(data)) if foreign else 0.0
    return sum(n * (each if byte > 0x7F else min(_CONTROL, table[chr(byte)])) for byte, n in Counter(data).items())
