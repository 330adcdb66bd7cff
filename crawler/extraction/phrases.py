"""What pages print around their articles, in many languages: whole lines, never parts of one.

Compared by `key`: case, punctuation, digits at the end and spaces do not count. The strings of
comment forms are those of WordPress core's translations, which most small news sites show.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

KEPT = 500  # characters of a line whose key is kept: no page can fill the memory

_PARTS = re.compile(r"[\W_]+")
_ASCII_PARTS = {code: " " for code in range(128) if not chr(code).isalnum()}
# The same for bytes, in lower case; line feeds stay.
_ASCII_WORDS = bytes(
    ord(chr(code).lower()) if code < 128 and (chr(code).isalnum() or code == 10) else 32
    for code in range(256)
)
# For each character, whether it parts words; what lies beyond are letters of old scripts.
_APART = np.array([not chr(code).isalnum() and code != 10 for code in range(0x20000)])


def key(line: str) -> str:
    """What lines are compared by: words in lower case, parted by single blanks."""
    return _key(line) if len(line) <= KEPT else _key.__wrapped__(line)


@lru_cache(maxsize=4_000)  # a title is compared a dozen times, and a site's labels on each page
def _key(line: str) -> str:
    if line.isascii():  # the same, four times faster
        return " ".join(line.lower().translate(_ASCII_PARTS).split())
    return _PARTS.sub(" ", line.casefold()).strip()


def split(texts: Sequence[str]) -> list[list[str]]:
    """The words of each of *texts* (without line feeds) as `key` has them, in one pass."""
    joined = "\n".join(texts)
    if joined.isascii():
        plain = joined.encode().translate(_ASCII_WORDS).decode()
        return [line.split() for line in plain.split("\n")]
    joined = joined.casefold()
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    apart = _APART[np.minimum(codes, len(_APART) - 1)]
    plain = np.where(apart, np.uint32(32), codes).tobytes().decode("utf-32-le", "surrogatepass")
    return [line.split() for line in plain.split("\n")]


def words(text: str) -> tuple[str, ...]:
    """The words of a list that is written as a text."""
    return tuple(text.split())


def _keys(text: str) -> frozenset[str]:
    return frozenset(key(phrase) for line in text.splitlines() for phrase in line.split("|"))


# A heading after which comments or their form follow.
COMMENTS = _keys("""\
leave a reply|leave a comment|leave a reply cancel reply|post a comment|add a comment|comments
comment|join the discussion|join the conversation|write a comment|no comments|no comments yet
start the discussion|no comments yet why don t you start the discussion|be the first to comment
comments are closed|view comments|show comments|load comments|comments section|what do you think
reader comments|discussion about this post|schreibe einen kommentar
schreiben sie einen kommentar|schreib einen kommentar|kommentar verfassen|kommentar hinterlassen
kommentar schreiben|hinterlasse einen kommentar|hinterlassen sie einen kommentar
antwort hinterlassen|hinterlasse eine antwort|antworten abbrechen|antwort abbrechen|kommentare
keine kommentare|noch keine kommentare|kommentieren|jetzt kommentieren|alle kommentare
schreibe einen kommentar antworten abbrechen|schreibe einen kommentar antwort abbrechen
kommentar|diskutieren sie mit|kommentare anzeigen|kommentare lesen|leserkommentare|ihre meinung
laisser un commentaire|laisser une réponse|laisser un commentaire annuler la réponse
commentaires|aucun commentaire|ajouter un commentaire|réagir|poster un commentaire|commenter
annuler la réponse|deja una respuesta|deja un comentario
deja una respuesta cancelar la respuesta|comentarios|sin comentarios|comentar
escribe un comentario|cancelar la respuesta|añadir comentario|lascia un commento
lascia una risposta|lascia un commento annulla risposta|commenti|nessun commento|commenta
annulla risposta|geef een reactie|laat een reactie achter|geef een reactie reactie annuleren
reacties|geen reacties|reactie annuleren|reageer|deixe um comentário|deixe uma resposta
deixe um comentário cancelar resposta|comentários|sem comentários|cancelar resposta
dodaj komentarz|dodaj komentarz anuluj pisanie odpowiedzi|komentarze|brak komentarzy|skomentuj
anuluj pisanie odpowiedzi|добавить комментарий|добавить комментарий отменить ответ|комментарии
нет комментариев|оставить комментарий|отменить ответ|залишити відповідь|залишити коментар
додати коментар|коментарі|скасувати відповідь|lämna ett svar|lämna en kommentar|kommentarer
inga kommentarer|avbryt svar|skriv en kommentar|skriv et svar|skriv en kommentar|annuller svar
legg igjen en kommentar|legg igjen et svar|ingen kommentarer|bir yanıt yazın|bir cevap yazın
yorumlar|yorum yap|yorum yaz|yanıtı iptal et|cevabı iptal et|henüz yorum yok|napsat komentář
přidat komentář|komentáře|zrušit odpověď na komentář|pridaj komentár|komentáre|diskuze|diskusia
vastaa|kommentit|jätä kommentti|peruuta vastaus|vélemény hozzászólás|hozzászólások
lasă un răspuns|comentarii|αφήστε μια απάντηση|σχόλια|コメントを残す|コメント
댓글|댓글 남기기|发表回复|评论
lasă un comentariu|komentari|ostavi komentar
""")

# How a sentence of a comment form begins.
FORM_STARTS = tuple(
    key(phrase)
    for phrase in """\
your email address will not be published|required fields are marked|save my name email
notify me of|you must be logged in to post a comment|this site uses akismet|you must log in to
logged in as|by submitting a comment you agree|please enter your comment
please enter your name here|deine e mail adresse wird nicht veröffentlicht
ihre e mail adresse wird nicht veröffentlicht|die e mail adresse wird nicht veröffentlicht
erforderliche felder sind|meinen namen meine e mail|meinen namen e mail
name e mail adresse und website|benachrichtige mich über|du musst angemeldet sein um
sie müssen angemeldet sein um|diese website verwendet akismet
votre adresse e mail ne sera pas publiée|votre adresse de messagerie ne sera pas publiée
les champs obligatoires sont|enregistrer mon nom|prévenez moi de tous
vous devez vous connecter pour publier|tu dirección de correo electrónico no será publicada
los campos obligatorios están marcados|guarda mi nombre correo electrónico|guardar mi nombre
debes estar conectado para|este sitio usa akismet|il tuo indirizzo email non sarà pubblicato
i campi obbligatori sono contrassegnati|salva il mio nome|questo sito usa akismet
devi essere connesso per inviare un commento|je e mailadres wordt niet gepubliceerd
het e mailadres wordt niet gepubliceerd|vereiste velden zijn gemarkeerd
mijn naam e mail en site opslaan|bewaar mijn naam|o seu endereço de e mail não será publicado
o seu endereço de email não será publicado|campos obrigatórios|guardar o meu nome
salvar meus dados neste navegador|twój adres e mail nie zostanie opublikowany
twój adres email nie zostanie opublikowany|wymagane pola są oznaczone|zapamiętaj moje dane
zapisz moje dane|ваш адрес email не будет опубликован|ваш e mail не будет опубликован
обязательные поля помечены|сохранить моё имя|сохранить мое имя
ваша e mail адреса не оприлюднюватиметься|обов язкові поля позначені|зберегти моє ім я
din e postadress kommer inte publiceras|obligatoriska fält är märkta|spara mitt namn
din e mailadresse vil ikke blive publiceret|krævede felter er markeret|gem mit navn
din e postadresse vil ikke bli publisert|obligatoriske felt er merket|lagre mitt navn
e posta adresiniz yayınlanmayacak|e posta hesabınız yayımlanmayacak|gerekli alanlar
daha sonraki yorumlarımda|vaše e mailová adresa nebude zveřejněna
vyžadované informace jsou označeny|vaša e mailová adresa nebude zverejnená
sähköpostiosoitettasi ei julkaista|pakolliset kentät on merkitty
az e mail címet nem tesszük közzé|adresa ta de email nu va fi publicată
η ηλ διεύθυνση σας δεν δημοσιεύεται|メールアドレスが公開されることはありません
""".replace("\n", "|").split("|")
    if phrase
)

# Labels of a form's fields and buttons; dropped only at the end of a page.
FIELDS = _keys("""\
name|email|e mail|website|comment|post comment|submit|submit comment|cancel reply|your name
your email|kommentar|nachricht|kommentar abschicken|absenden|e mail adresse|webseite|ihr name
commentaire|nom|site web|e mail|laisser un commentaire|publicar comentario
publicar el comentario|nombre|correo electrónico|web|comentario|invia commento|nome|sito web
commento|reactie plaatsen|naam|reactie|publicar comentário|comentário|komentarz|nazwa
adres e mail|witryna internetowa|комментарий|имя|отправить комментарий|сайт|коментар|ім я
опублікувати коментар|yorum|ad|isim|e posta|internet sitesi|yorum gönder|namn|e post|webbplats
publicera kommentar|skicka kommentar|δ
""")

# Buttons and labels that stand alone on their line, anywhere.
LABELS = _keys("""\
share|share this|share this article|share this story|share on facebook|share on twitter
share on x|share via email|tweet|facebook|twitter|whatsapp|linkedin|pinterest|telegram|threads
bluesky|mastodon|reddit|flipboard|email|e mail|print|pdf|copy link|link copied|copy url
like this|loading|save|bookmark|listen|listen to this article|listen to article|play
advertisement|advertising|ad|ads|sponsored|sponsored content|continue reading below
story continues below advertisement|story continues below|article continues below advertisement
article continues below|advertisement continue reading below|read more|read also|also read
see also|more on this story|related|related articles|related posts|related stories
related topics|related content|recommended|recommended stories|more stories|more from
you may also like|you might also like|most read|trending|trending now|top stories|latest news
editor s picks|editors picks|don t miss|up next|next article|back to top|newsletter|sign up
subscribe|subscribe now|follow us|follow us on|log in|sign in|view gallery|open image in gallery
skip to content|skip to main content|jump to content|close|menu|search|table of contents
hide caption|toggle caption|teilen|teilen mit|artikel teilen|diesen artikel teilen
beitrag teilen|auf facebook teilen|auf twitter teilen|drucken|merken|link kopieren
artikel drucken|artikel merken|per e mail teilen|per mail teilen|gefällt mir
gefällt mir wird geladen|anzeige|werbung|advertorial|anzeigen|weiterlesen|mehr lesen
mehr erfahren|mehr zum thema|mehr zu|lesen sie auch|lesen sie mehr|lesen sie hier mehr
auch interessant|das könnte sie auch interessieren|das könnte dich auch interessieren
das könnte sie interessieren|ähnliche beiträge|ähnliche artikel|verwandte artikel
verwandte themen|verwandte beiträge|weitere artikel|weitere meldungen|meistgelesen|meist gelesen
empfehlungen der redaktion|empfohlene artikel|zum thema|zur startseite|nach oben|abonnieren
jetzt abonnieren|folgen sie uns|folge uns|anmelden|jetzt anmelden|vorlesen|artikel anhören
anhören|bild vergrößern|inhaltsverzeichnis|zum inhalt springen|suche|schließen|feedback
korrekturhinweis|externer inhalt|empfohlener redaktioneller inhalt|partager
partager sur facebook|partager sur twitter|partager cet article|imprimer|publicité|lire aussi
à lire aussi|lire la suite|sur le même sujet|voir aussi|articles similaires|à lire également
s abonner|je m abonne|suivez nous|écouter l article|haut de page|compartir|compartir en facebook
compartir en twitter|imprimir|publicidad|lea también|lee también|leer más|ver más
te puede interesar|noticias relacionadas|artículos relacionados|más información|suscríbete
síguenos|escuchar|guardar|condividi|condividi su facebook|stampa|pubblicità|leggi anche
leggi di più|articoli correlati|potrebbe interessarti|abbonati|seguici|delen|deel dit artikel
afdrukken|advertentie|lees ook|lees meer|lees verder|gerelateerde artikelen
meer over dit onderwerp|abonneer|compartilhar|compartilhe|partilhar|publicidade|leia também
leia mais|veja também|saiba mais|notícias relacionadas|assine|siga nos|udostępnij|drukuj|reklama
czytaj także|czytaj też|czytaj więcej|zobacz także|zobacz też|przeczytaj także|polecane
więcej na ten temat|поделиться|поделиться в соцсетях|реклама|читайте также|читать далее|по теме
материалы по теме|подписаться|читайте нас|поширити|читайте також|за темою|підписатися|реклама
dela|dela artikeln|skriv ut|annons|läs också|läs mer|läs även|relaterat|del|del artikkelen
annonse|les også|les mer|læs også|læs mere|annonce|paylaş|reklam|ilgili haberler
bunlar da ilginizi çekebilir|devamını oku|ayrıca okuyun|sdílet|inzerce|čtěte také
přečtěte si také|související články|reklama|zdieľať|čítajte aj|jaa|mainos|lue myös|megosztás
hirdetés|olvassa el|distribuie|citește și|publicitate|κοινοποίηση|διαβάστε επίσης|διαφήμιση
dijeli|oglas|シェア|シェアする|広告
関連記事|関連ニュース|続きを読む|공유|공유하기|광고
관련기사|分享|广告|相关新闻|baca juga|bagikan|iklan
""")

# A line that begins so and is one link is a hint to another article.
SEE_ALSO = re.compile(
    r"^(?:\W{0,3})(?:read (?:more|also|next)|also (?:read|on)|see also|related|more on|"
    r"don['’]t miss|watch|"
    r"recommended|lesen sie (?:auch|hier|mehr|dazu)|lies auch|mehr (?:zum thema|dazu|"
    r"lesen)|siehe auch|"
    r"auch interessant|lire aussi|à lire(?: aussi)?|voir aussi|lea también|lee también|"
    r"te puede interesar|"
    r"más información|leggi anche|lees ook|leia (?:também|mais)|veja também|"
    r"czytaj (?:także|też|więcej)|"
    r"zobacz (?:także|też)|przeczytaj|читайте (?:также|також|ещё)|по теме|läs (?:också|mer|även)|"
    r"les (?:også|mer)|læs (?:også|mere)|lue myös|čtěte také|olvassa|ayrıca|baca juga|"
    r"citește și)\b\s*[:|–—-]?",
    re.I,
)
COPYRIGHT = re.compile(
    r"^(?:©|\(c\)|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés|"
    r"todos los derechos reservados|tutti i diritti riservati).{0,140}$",
    re.I,
)
# What a house says in its own cause, below the text: subscriptions, consents, notes to editors.
IN_OWN_CAUSE = re.compile(
    r"abonnez-vous|sans engagement|jetzt abonnieren|monatlich kündbar|jederzeit kündbar|"
    r"subscribe (?:now|today|for|to our)|cancel any ?time|free trial|sign up (?:for|to) our|"
    r"suscríbete|suscríbase|abbonati|iscriviti alla|neem een abonnement|assine (?:já|o|a)\b|"
    r"zaprenumeruj|подпи(?:шитесь|сывайтесь)|підпи(?:шіться|суйтесь)|prenumerera på|"
    r"(?:revoke|withdraw) (?:this|your) consent|einwilligung jederzeit widerrufen|"
    r"^rückfrage(?:n\b|hinweis)|^pressekontakt|weiterverbreitung nur|folgen sie uns|follow us on|"
    r"newsletter (?:abonnieren|anmelden)|(?:abonnieren|bestellen) sie (?:hier )?(?:unseren|den) ",
    re.I,
)
# As American agencies begin their captions: "In this Nov. 18, 2019, file photo, …", "FILE - …".
PHOTO_TEXT = re.compile(
    r"^(?:FILE\s?[-–—:]|FILE PHOTO\b|File (?:photo|image)\s?[:,–—-]|"
    r"In this (?:\w+\.?,? ){1,3}(?:\d{1,2}, )?\d{4},? (?:\w+ )?"
    r"(?:photo|image|frame|picture|still)\b)"
)
PHOTO_CREDIT = re.compile(
    r"^(?:foto|fotos|photo|photos|bild|bilder|image|images|bildquelle|fotoquelle|picture|"
    r"credit|crédit|"
    r"photo credit|image credit|fotografía|imagen|imagem|grafik|graphic|quelle|zdjęcie|"
    r"fot|фото)\s?[:/©].{0,100}$"
    r"|^(?:imago|getty images?|picture[- ]alliance|dpa|reuters|ap photo|afp|epa)(?:[ /|].{0,60})?$",
    re.I,
)
