"""35x: what a calendar, a period or a duration says that cannot be read or cut."""

from kpidef.errors.base import KpidefError, Language, did_you_mean


class AmbiguousPeriod(KpidefError):
    """`2026-S1` is a week for some readers and a semester for others."""

    code = "KPI350"
    fr = "période ambiguë « {text} » : semaine {week} ou semestre {semester}"
    en = "ambiguous period '{text}': week {week} or semester {semester}"
    help_fr = "écrivez {week} pour la semaine ou {semester} pour le semestre"
    help_en = "write {week} for the week or {semester} for the semester"


class UnpaddedWeek(KpidefError):
    """A week's number takes two digits."""

    code = "KPI351"
    fr = "numéro de semaine à un chiffre « {text} »"
    en = "one-digit week number '{text}'"
    help_fr = "écrivez {week}"
    help_en = "write {week}"


class NoSuchPeriod(KpidefError):
    """A period's text that is well formed and names nothing."""

    code = "KPI352"
    fr = "la période « {text} » n'existe pas"
    en = "the period '{text}' does not exist"
    help_fr = (
        "les années vont de 1000 à 9000, les mois de 01 à 12, les trimestres de T1 à T4, les semestres de H1 à H2, "
        "les semaines de S01 à S52 (S53 certaines années), les jours de 01 à la fin du mois"
    )
    help_en = (
        "years go from 1000 to 9000, months from 01 to 12, quarters from T1 to T4, semesters from H1 to H2, "
        "weeks from S01 to S52 (S53 in some years), days from 01 to the month's end"
    )


class NoFiscalYear(KpidefError):
    """A fiscal label in a project whose year starts on 1 January."""

    code = "KPI353"
    fr = "« {text} » est un exercice, mais l'année du projet commence le 1er janvier"
    en = "'{text}' is a fiscal period, but the project's year starts on 1 January"
    help_fr = "écrivez {civil}, ou donnez calendar: {{year_start: MM-JJ}} dans kpidef.yml"
    help_en = "write {civil}, or set calendar: {{year_start: MM-DD}} in kpidef.yml"


class ReversedRange(KpidefError):
    """A range that ends before it starts."""

    code = "KPI354"
    fr = "la plage « {text} » finit avant de commencer"
    en = "the range '{text}' ends before it starts"
    help_fr = "écrivez {reversed}"
    help_en = "write {reversed}"


class PeriodNotWhole(KpidefError):
    """A window that is not made of whole periods of the grain."""

    code = "KPI355"
    fr = "« {text} » n'est pas faite de périodes entières au grain {grain_fr} : elle touche {touched}"
    en = "'{text}' is not made of whole periods of the grain {grain}: it touches {touched}"
    help_fr = "la plage entière la plus proche est {nearest}"
    help_en = "the nearest whole range is {nearest}"


class UnboundedPeriod(KpidefError):
    """`all` where a start or an end is needed."""

    code = "KPI356"
    fr = "la période « {text} » est sans bornes : elle n'a ni découpage ni fenêtre glissante ({wanted_fr})"
    en = "the period '{text}' has no bounds: it cannot be cut and has no rolling window ({wanted})"
    help_fr = "donnez une période bornée, par exemple 2026 ou 2026-01..2026-06"
    help_en = "give a bounded period, for instance 2026 or 2026-01..2026-06"


class TooManyPeriods(KpidefError):
    """A span cut into more periods than anyone reads."""

    code = "KPI357"
    fr = "« {text} » au grain {grain_fr} donne {count} périodes (au plus {limit})"
    en = "'{text}' by {grain} makes {count} periods (at most {limit})"
    help_fr = "raccourcissez la plage ou prenez un grain plus large"
    help_en = "shorten the range or take a coarser grain"


class BeyondCalendar(KpidefError):
    """A date that the project's own calendar does not hold."""

    code = "KPI358"
    fr = "le calendrier du projet ne couvre pas {date} au grain {grain_fr} (il va de {first} à {last})"
    en = "the project's calendar does not cover {date} for the grain {grain} (it goes from {first} to {last})"
    help_fr = "ajoutez des lignes au fichier du calendrier ou demandez une période qu'il contient"
    help_en = "add lines to the calendar's file or ask for a period that it holds"


class ReplacedPeriod(KpidefError):
    """A civil label for a grain that the project's own calendar replaces."""

    code = "KPI359"
    fr = "« {text} » n'est pas une période du calendrier du projet, qui remplace le grain {grain_fr}"
    en = "'{text}' is not a period of the project's calendar, which replaces the grain {grain}"
    help_fr = "écrivez un libellé du calendrier, de {first} à {last}"
    help_en = "write one of the calendar's labels, from {first} to {last}"


class UnreadableDuration(KpidefError):
    """A duration that is not a whole number and a unit; `meant` may be empty."""

    code = "KPI360"
    fr = "durée illisible « {text} »"
    en = "unreadable duration '{text}'"
    help_fr = "écrivez un nombre entier et une unité, par exemple 90 days, 48 hours, 2 weeks, 12 months, 1 year"
    help_en = "write a whole number and a unit, for instance 90 days, 48 hours, 2 weeks, 12 months, 1 year"

    def help(self, language: Language) -> str:
        return did_you_mean(self, language) or super().help(language)


class DurationNotPositive(KpidefError):
    """A window needs a length above zero."""

    code = "KPI361"
    fr = "une fenêtre ne peut pas durer « {text} »"
    en = "a window cannot last '{text}'"
    help_fr = "donnez une durée positive, par exemple 12 months"
    help_en = "give a positive duration, for instance 12 months"


class DateOutOfRange(KpidefError):
    """A date before the year 1 or after the year 9999."""

    code = "KPI362"
    fr = "date hors du calendrier, avant l'an 1 ou après l'an 9999"
    en = "date outside of the calendar, before the year 1 or after the year 9999"
    help_fr = "prenez une période ou une durée plus proche"
    help_en = "take a nearer period or a shorter duration"


class UnknownTimezone(KpidefError):
    """A time zone's name that the zone tables do not hold; `meant` may be empty."""

    code = "KPI363"
    fr = "fuseau horaire inconnu « {name} »"
    en = "unknown time zone '{name}'"
    help_fr = "écrivez un nom IANA, par exemple Europe/Paris ou UTC"
    help_en = "write an IANA name, for instance Europe/Paris or UTC"

    def help(self, language: Language) -> str:
        return did_you_mean(self, language) or super().help(language)


class UnreadableCalendarFile(KpidefError):
    """A custom calendar's file that cannot be opened or is not the expected CSV."""

    code = "KPI364"
    fr = "fichier de calendrier illisible « {path} » : {reason_fr}"
    en = "unreadable calendar file '{path}': {reason_en}"
    help_fr = "donnez un fichier CSV en UTF-8 avec les colonnes grain, label, start, end"
    help_en = "give a CSV file in UTF-8 with the columns grain, label, start, end"


class WrongCalendarRow(KpidefError):
    """A custom calendar's row with a wrong value."""

    code = "KPI365"
    fr = "ligne de calendrier incorrecte : {column} vaut « {value} »"
    en = "wrong calendar row: {column} is '{value}'"
    help_fr = (
        "grain vaut week, month, quarter, semester ou year ; label est unique, sans « .. » et ne se lit pas comme une "
        "autre période ; start et end sont des dates AAAA-MM-JJ, end est le premier jour de la période suivante"
    )
    help_en = (
        "grain is week, month, quarter, semester or year; label is unique, without '..' and does not read as another "
        "period; start and end are dates YYYY-MM-DD, end is the first day of the next period"
    )


class CalendarNotContiguous(KpidefError):
    """Two neighbours of a custom calendar that leave a hole or overlap."""

    code = "KPI366"
    fr = "« {label} » commence le {start}, mais « {before} » finit le {end}"
    en = "'{label}' starts on {start}, but '{before}' ends on {end}"
    help_fr = "chaque période commence où finit la précédente : end est exclu"
    help_en = "each period starts where the one before it ends: end is exclusive"


class WrongYearStart(KpidefError):
    """A fiscal year start that is not a day of the year."""

    code = "KPI367"
    fr = "début d'exercice illisible « {text} »"
    en = "unreadable start of the fiscal year '{text}'"
    help_fr = "écrivez le mois et le jour, par exemple 04-01 (un jour du 01 au 28, que tous les mois ont)"
    help_en = "write the month and the day, for instance 04-01 (a day from 01 to 28, which all months have)"


class LengthOutOfRange(KpidefError):
    """A length of time that holds nothing, or more than any data."""

    code = "KPI368"
    fr = "la durée « {text} » ne convient pas à `{key}` : il faut plus de zéro et au plus {most}"
    en = "the duration '{text}' does not suit `{key}`: more than zero and at most {most} are needed"
    help_fr = "écrivez par exemple 90 days ou 12 months"
    help_en = "write for instance 90 days or 12 months"
