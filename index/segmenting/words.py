"""Closed classes of words that decide whether a full stop ends a sentence, by language (ISO 639-1).

Each class is finite in its language (function words, calendar words, titles, reference words), so it is listed; the
open class of abbreviations is the segmenter library's, and these lists add what its lists miss. All lower case.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER_LAST = {
    "de": _words(
        "abb abs abt allg anm art aufl ausg bd bde bes bez bspw bzw ca dipl dipl.-ing dr dt ebd ehem einschl engl ev"
        " evtl exkl fa fam frz gebr geb gem gest ggf ggü griech hg hl hr hrn hrsg ing inkl insb insbes kath kap kfm"
        " lat lt max mind nr o.g pos prof rd rel röm russ schw sog spez st staatl str städt tab tel th u.a u.u urspr"
        " verf vgl vors wiss z.b z.t z.zt zit zus zzgl d.h i.d.r i.v m.e n.chr o.ä s.o s.u v.a v.chr v.l"
    ),
    "en": _words(
        "adm approx assoc brig capt cf cmdr col cpl dept dr ed eds est figs fig ft gen gov hon lt maj messrs mr mrs ms"
        " mt op p pp pres prof rep reps rev sen sens sgt st supt tel vol vols vs viz e.g i.e"
    ),
    "ko": _words("dr mr mrs ms prof st vs"),
    "ru": _words(
        "акад англ бул вкл гл ген гос греч д-р доц др.-греч зам им инж исп итал кап кн корп куб кв лат лейт"
        " маш напр нац нем обл оз ок пгт пер пл полк пом пос пр-т проф р-н ред рим рис род рос рус св сев см сов ср ст"
        " дж стр табл ул факс франц чл яп т.е т.к т.н г-н г-жа г-ну г-же г-на"
    ),
}
"""Abbreviations that ask for a following word (titles, references, "that is"): their stop ends no sentence."""

SOMETIMES_LAST = {
    "de": _words(
        "a.d chr co dez e.v etc feb ff inc jan jh jhd jr ltd mio mrd nov okt sek sept std tsd usf usw min mm cm km kg"
    ),
    "en": _words("a.m p.m al apr aug co corp dec etc feb inc jan jr ltd mar nov oct sept sr mm cm km kg"),
    "ko": _words("co corp etc inc ltd"),
    "ru": _words(
        "в вв г гг д др п пр э млн млрд трлн тыс руб коп долл евро км кг чел шт экз мин сек ч н.э т.д т.п"
    ),
}
"""Abbreviations that also close sentences: their stop ends one before a word that starts one."""

UNITS = _words("g h l m s t л м с т")
"""Letters that stand for a unit behind a number: "60 g. Der"."""

STARTERS = {
    "de": _words(
        "aber abschließend allerdings als also am anders angesichts anschließend auch auf aufgrund aus außerdem bei"
        " beide beim bereits bis bisher da dabei dadurch dafür dagegen daher dahinter damals damit danach daneben dann"
        " daran darauf daraufhin darin darüber darum darunter das dass davon davor dazu dem demnach den denn dennoch"
        " der derzeit des deshalb deswegen die dies diese diesem diesen dieser dieses doch dort durch ein eine einem"
        " einen einer eines er erst es etwa falls für gegen gleichzeitig heute hier hierbei hierzu hinter ich ihm ihr"
        " ihre im immer in indes infolge inzwischen ist jedoch jetzt kein keine man manche mehr mit mittlerweile"
        " möglicherweise nach nachdem neben nicht noch nun nur ob obwohl oder ohne schließlich seit seitdem sein seine"
        " seitens sie so sobald sogar somit später statt trotz trotzdem und unter viele vielmehr von vor während"
        " wann warum was weder wegen weil weitere wenn wer wie wir wird wo wobei zu zudem zuerst zuletzt zum zunächst"
        " zur zuvor zwar zwischen"
    ),
    "en": _words(
        "a about according additionally after all although among an and another are as at because before but by did"
        " do does during each either finally for from furthermore he her his how however i if in indeed instead is it"
        " its later many meanwhile moreover my nevertheless no not now of on once one only or other our she since so"
        " some such that the their then there therefore these they this those though through thus to today under"
        " unlike until was we were what when where whether which while who why with you your"
    ),
    "ko": frozenset[str](),
    "ru": _words(
        "а без более был была были было быть ваш в вместе во вот все вы где да для до его ее её если есть еще ещё за"
        " затем здесь и из или им их к как когда кроме кто мы на над наш не но ну о об однако он она они оно от перед"
        " по под позже после потом поэтому при про раньше с сегодня сейчас со таким так также там теперь то тогда"
        " только ты тут у уже хотя чем через что чтобы эта эти это этого этот я"
    ),
}
"""Function words that, capitalised after a stop, begin a sentence; never a noun or a name."""

CALENDAR = _words(
    "januar jänner februar märz april mai juni juli august september oktober november dezember jan feb apr aug sep"
    " sept okt nov dez jahrhundert jahrhunderts jahrhunderte jahrhunderten jahrtausend jahrtausends jahrtausende jh jhd"
    " geburtstag todestag jahrestag lebensjahr weltkrieg mal"
)
"""German words before which a number with a stop is an ordinal, whatever comes before it."""

BEFORE_ORDINAL = _words(
    "am im vom zum zur beim ins ans der die das den dem des und oder sowie bis ein kein mein dein sein ihr unser euer"
)
"""German words that announce an ordinal, beside those with an inflected ending ("der", "frühen", "seinem")."""

BEFORE_CARDINAL = _words("gegen neben über unter zwischen")
"""German words with such an ending that are none: "auf über 200." is no ordinal."""

QUOTATIVE = _words("라고 이라고 라며 이라며 라면서 이라면서 라는 이라는 하고 하며 하면서 고 며 란 이란")
"""Korean particles after a quotation: the sentence goes on."""

FILE_ENDINGS = _words(
    "ai app biz ch com csv de docx edu eu exe fr gov htm html info jpeg jpg js json kr md mp3 mp4 net org pdf php"
    " png pptx py ru su tech toml txt uk wav xlsx xml yaml zip рф"
)
"""What follows the dot of a domain or a file, where a lost space would make the same shape."""
