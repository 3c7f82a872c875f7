"""9xx: what a command line asks that kpidef cannot do, and what kpidef did not foresee."""

from kpidef.errors.base import KpidefError


class InternalError(KpidefError):
    """A failure that kpidef does not explain: its own fault."""

    code = "KPI900"
    fr = "erreur interne : {kind} : {cause}"
    en = "internal error: {kind}: {cause}"
    help_fr = "c'est un défaut de kpidef : merci de le signaler, avec ce qu'affiche --debug"
    help_en = "this is a defect of kpidef: please report it, with what --debug shows"


class UnknownCommand(KpidefError):
    """A command's name that kpidef does not have."""

    code = "KPI901"
    fr = "commande inconnue « {name} »"
    en = "unknown command '{name}'"
    help_fr = "{advice_fr}"
    help_en = "{advice_en}"


class UnknownOption(KpidefError):
    """An option that the command does not have."""

    code = "KPI902"
    fr = "option inconnue « {name} »"
    en = "unknown option '{name}'"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class MissingArgument(KpidefError):
    """An argument that the command cannot do without."""

    code = "KPI903"
    fr = "il manque l'argument {name}"
    en = "missing argument {name}"
    help_fr = "lancez {command} --help"
    help_en = "run {command} --help"


class UnexpectedArgument(KpidefError):
    """Arguments beyond those that the command takes."""

    code = "KPI904"
    fr = "argument inattendu « {name} »"
    en = "unexpected argument '{name}'"
    help_fr = "lancez {command} --help"
    help_en = "run {command} --help"


class OptionWithoutValue(KpidefError):
    """An option that needs a value and was given none."""

    code = "KPI905"
    fr = "l'option {name} attend une valeur"
    en = "option {name} needs a value"
    help_fr = "écrivez {name} {metavar}"
    help_en = "write {name} {metavar}"


class FlagWithValue(KpidefError):
    """A flag that was given a value."""

    code = "KPI906"
    fr = "l'option {name} ne prend pas de valeur"
    en = "option {name} takes no value"
    help_fr = "écrivez {name} seul"
    help_en = "write {name} alone"


class UnknownOptionValue(KpidefError):
    """A value outside the closed list of an option."""

    code = "KPI907"
    fr = "valeur inconnue « {value} » pour {name}"
    en = "unknown value '{value}' for {name}"
    help_fr = "{advice_fr}"
    help_en = "{advice_en}"


class UsageRefused(KpidefError):
    """Any other command line that cannot be read."""

    code = "KPI908"
    fr = "ligne de commande illisible : {cause}"
    en = "unreadable command line: {cause}"
    help_fr = "lancez {command} --help"
    help_en = "run {command} --help"


class BinaryToTerminal(KpidefError):
    """A binary format asked of a terminal."""

    code = "KPI910"
    fr = "le format {format} est binaire : il ne s'affiche pas dans un terminal"
    en = "the format {format} is binary: it is not for a terminal"
    help_fr = "ajoutez --output FICHIER, ou redirigez la sortie"
    help_en = "add --output FILE, or redirect the output"


class OutputNotWritable(KpidefError):
    """A file that cannot be written; nothing was."""

    code = "KPI911"
    fr = "impossible d'écrire {path} : {cause}"
    en = "cannot write {path}: {cause}"
    help_fr = "choisissez un autre chemin, ou vérifiez vos droits et la place disponible"
    help_en = "choose another path, or check your rights and the space left"


class FolderNotEmpty(KpidefError):
    """A new project asked for in a folder that holds something."""

    code = "KPI912"
    fr = "le dossier {path} n'est pas vide"
    en = "the folder {path} is not empty"
    help_fr = "donnez le nom d'un dossier qui n'existe pas encore"
    help_en = "name a folder that does not exist yet"


class OptionsTogether(KpidefError):
    """Two ways to say the same thing, or two that contradict each other."""

    code = "KPI915"
    fr = "{first} et {second} ne vont pas ensemble"
    en = "{first} and {second} do not go together"
    help_fr = "gardez l'un des deux"
    help_en = "keep one of the two"


class NeedsOption(KpidefError):
    """An option that means something only beside another."""

    code = "KPI916"
    fr = "{name} ne sert qu'avec {needed}"
    en = "{name} serves only with {needed}"
    help_fr = "ajoutez {needed}, ou retirez {name}"
    help_en = "add {needed}, or leave {name} out"


class UnknownFamily(KpidefError):
    """A family that no KPI of the project belongs to."""

    code = "KPI914"
    fr = "famille inconnue « {name} »"
    en = "unknown family '{name}'"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"
