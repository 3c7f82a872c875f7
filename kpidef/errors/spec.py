"""1xx: what a YAML file says that the language does not allow."""

from kpidef.errors.base import KpidefError, Language, did_you_mean


class NotUtf8(KpidefError):
    """Bytes that are not UTF-8 text."""

    code = "KPI101"
    fr = "le fichier n'est pas en UTF-8 (octet {byte})"
    en = "the file is not UTF-8 (byte {byte})"
    help_fr = "enregistrez le fichier en UTF-8"
    help_en = "save the file as UTF-8"


class FileTooBig(KpidefError):
    """More text than a definition can sensibly have."""

    code = "KPI102"
    fr = "fichier trop gros : {size} octets, au plus {limit}"
    en = "file too big: {size} bytes, at most {limit}"
    help_fr = "écrivez une définition par fichier"
    help_en = "write one definition per file"


class TooDeep(KpidefError):
    """Collections nested beyond the limit."""

    code = "KPI103"
    fr = "plus de {limit} niveaux imbriqués"
    en = "more than {limit} nested levels"
    help_fr = "aucune définition n'a besoin de plus de quelques niveaux : vérifiez les crochets et les accolades"
    help_en = "no definition needs more than a few levels: check brackets and braces"


class TooManyAliases(KpidefError):
    """More `*alias` than the limit."""

    code = "KPI104"
    fr = "plus de {limit} alias YAML"
    en = "more than {limit} YAML aliases"
    help_fr = "écrivez les valeurs en clair"
    help_en = "write the values out"


class TooManyNodes(KpidefError):
    """More values than the limit, aliases written out."""

    code = "KPI105"
    fr = "plus de {limit} valeurs dans le fichier, alias développés"
    en = "more than {limit} values in the file, aliases written out"
    help_fr = "écrivez une définition par fichier, et des exemples courts"
    help_en = "write one definition per file, and short examples"


class NotYaml(KpidefError):
    """A text that YAML's grammar refuses."""

    code = "KPI106"
    fr = "YAML illisible : {reason_fr}"
    en = "unreadable YAML: {reason_en}"
    help_fr = "vérifiez l'indentation, et mettez entre guillemets un texte qui contient « : », « # » ou des guillemets"
    help_en = "check the indentation, and put quotes around a text that holds ':', '#' or quotes"


class TabIndentation(KpidefError):
    """A tab where YAML wants spaces."""

    code = "KPI107"
    fr = "tabulation dans l'indentation"
    en = "tab in the indentation"
    help_fr = "remplacez-la par des espaces"
    help_en = "replace it by spaces"


class SeveralDocuments(KpidefError):
    """A second `---` document in a file."""

    code = "KPI108"
    fr = "plusieurs documents YAML dans un même fichier"
    en = "several YAML documents in one file"
    help_fr = "faites un fichier de chacun"
    help_en = "make each of them a file"


class EmptyFile(KpidefError):
    """A file that says nothing."""

    code = "KPI109"
    fr = "le fichier est vide"
    en = "the file is empty"
    help_fr = "écrivez-y une définition, ou supprimez-le"
    help_en = "write a definition in it, or delete it"


class DuplicateKey(KpidefError):
    """The same key twice in a mapping."""

    code = "KPI110"
    fr = "clé « {key} » écrite deux fois ; la première est en {first}"
    en = "key '{key}' is written twice; the first one is at {first}"
    help_fr = "supprimez l'une des deux"
    help_en = "remove one of them"


class KeyNotText(KpidefError):
    """A list or a mapping as a key."""

    code = "KPI111"
    fr = "une clé doit être un texte"
    en = "a key must be a text"
    help_fr = "mettez la clé entre guillemets si elle contient des crochets ou des accolades"
    help_en = "put quotes around the key if it holds brackets or braces"


class TagRefused(KpidefError):
    """A `!tag`."""

    code = "KPI112"
    fr = "étiquette YAML « {tag} » refusée"
    en = "YAML tag '{tag}' is refused"
    help_fr = "supprimez-la, ou mettez le texte entre guillemets s'il commence par « ! »"
    help_en = "remove it, or put quotes around the text if it starts with '!'"


class MergeKey(KpidefError):
    """The merge key `<<`."""

    code = "KPI113"
    fr = "clé de fusion « << » refusée"
    en = "merge key '<<' is refused"
    help_fr = "écrivez les clés en clair, ou utilisez « extends »"
    help_en = "write the keys out, or use 'extends'"


class UnknownAlias(KpidefError):
    """An alias before its anchor, or without one."""

    code = "KPI114"
    fr = "alias YAML « *{name} » sans ancre avant lui"
    en = "YAML alias '*{name}' has no anchor before it"
    help_fr = "mettez le texte entre guillemets s'il commence par « * »"
    help_en = "put quotes around the text if it starts with '*'"


class UnquotedComma(KpidefError):
    """A condition that YAML cuts in two at a comma."""

    code = "KPI115"
    fr = "« {text} » est coupé en deux par une virgule"
    en = "'{text}' is cut in two by a comma"
    help_fr = "mettez la condition entre guillemets"
    help_en = "put quotes around the condition"


class ControlCharacter(KpidefError):
    """A character that no text shows."""

    code = "KPI116"
    fr = "caractère de contrôle {point}"
    en = "control character {point}"
    help_fr = "supprimez-le"
    help_en = "remove it"


class UnknownFileKind(KpidefError):
    """A file that is neither a source nor a KPI."""

    code = "KPI121"
    fr = "ni source ni KPI : aucune des clés « source », « kpi » ou « override »"
    en = "neither a source nor a KPI: none of the keys 'source', 'kpi' or 'override'"
    help_fr = "commencez le fichier par « kpi: <id> » ou « source: <id> »"
    help_en = "start the file with 'kpi: <id>' or 'source: <id>'"


class UnknownKey(KpidefError):
    """A key that the language does not have there."""

    code = "KPI122"
    fr = "clé inconnue « {key} » dans {where_fr}"
    en = "unknown key '{key}' in {where_en}"
    help_fr = "{advice_fr}"
    help_en = "{advice_en}"


class MissingKey(KpidefError):
    """A required key that is absent or empty."""

    code = "KPI123"
    fr = "clé « {key} » manquante dans {where_fr}"
    en = "key '{key}' is missing in {where_en}"
    help_fr = "par exemple : {example}"
    help_en = "for instance: {example}"


class WrongShape(KpidefError):
    """A list where a mapping belongs, and the like."""

    code = "KPI124"
    fr = "« {key} » : {found_fr} là où il faut {expected_fr}"
    en = "'{key}': {found_en} where {expected_en} belongs"
    help_fr = "par exemple : {example}"
    help_en = "for instance: {example}"


class UnknownChoice(KpidefError):
    """A word outside a closed list."""

    code = "KPI125"
    fr = "« {key} » : valeur inconnue « {value} »"
    en = "'{key}': unknown value '{value}'"
    help_fr = "{advice_fr}"
    help_en = "{advice_en}"


class BadId(KpidefError):
    """An identifier that is not ASCII snake_case, or too long."""

    code = "KPI126"
    fr = "identifiant invalide « {id} »"
    en = "invalid identifier '{id}'"
    help_fr = "minuscules sans accent, chiffres et « _ », une lettre d'abord, au plus {limit} caractères : {proposal}"
    help_en = "lower case without accents, digits and '_', a letter first, at most {limit} characters: {proposal}"


class IdNotFileName(KpidefError):
    """A definition whose file has another name."""

    code = "KPI127"
    fr = "l'identifiant « {id} » n'est pas le nom du fichier « {stem} »"
    en = "the identifier '{id}' is not the file's name '{stem}'"
    help_fr = "renommez le fichier en {id}.yml, ou corrigez l'identifiant"
    help_en = "rename the file to {id}.yml, or correct the identifier"


class NotANumber(KpidefError):
    """A text where a number belongs."""

    code = "KPI128"
    fr = "« {key} » : « {value} » n'est pas un nombre"
    en = "'{key}': '{value}' is not a number"
    help_fr = "écrivez-le avec un point et sans séparateur de milliers : 1234.5"
    help_en = "write it with a point and without thousands separators: 1234.5"


class NotADate(KpidefError):
    """A text where a date belongs; `meant` may be empty."""

    code = "KPI129"
    fr = "« {key} » : « {value} » n'est pas une date"
    en = "'{key}': '{value}' is not a date"
    help_fr = "écrivez-la 2026-01-31"
    help_en = "write it 2026-01-31"

    def help(self, language: Language) -> str:
        return did_you_mean(self, language) or super().help(language)


class EmptyText(KpidefError):
    """An empty text where something must be said."""

    code = "KPI130"
    fr = "« {key} » est un texte vide"
    en = "'{key}' is an empty text"
    help_fr = "écrivez-le, ou supprimez la clé"
    help_en = "write it, or remove the key"


class KeysTogether(KpidefError):
    """Keys of which at most one may be written."""

    code = "KPI131"
    fr = "« {first} » et « {second} » ne vont pas ensemble"
    en = "'{first}' and '{second}' do not go together"
    help_fr = "gardez l'une des deux clés"
    help_en = "keep one of the two keys"


class NoBody(KpidefError):
    """A KPI that says nothing to compute."""

    code = "KPI132"
    fr = "le KPI « {id} » ne dit pas ce qu'il calcule"
    en = "KPI '{id}' does not say what it computes"
    help_fr = "écrivez « measure », ou « numerator » et « denominator », ou « formula » ; ou « extends »"
    help_en = "write 'measure', or 'numerator' and 'denominator', or 'formula'; or 'extends'"


class UnknownVersion(KpidefError):
    """A project written for another version of the language."""

    code = "KPI133"
    fr = "version de langage inconnue « {version} »"
    en = "unknown language version '{version}'"
    help_fr = "écrivez « kpidef: 1 »"
    help_en = "write 'kpidef: 1'"


class EmptyList(KpidefError):
    """A list that must hold something."""

    code = "KPI134"
    fr = "« {key} » est une liste vide"
    en = "'{key}' is an empty list"
    help_fr = "écrivez ses éléments, ou supprimez la clé"
    help_en = "write its items, or remove the key"


class RepeatedItem(KpidefError):
    """The same item twice in a list of different ones."""

    code = "KPI135"
    fr = "« {key} » : « {value} » est écrit deux fois"
    en = "'{key}': '{value}' is written twice"
    help_fr = "supprimez l'un des deux"
    help_en = "remove one of them"
