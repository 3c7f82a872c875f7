"""7xx: what a library of definitions should mend, though every number can be computed."""

from kpidef.errors.base import KpidefError


class ShortDefinitionMissing(KpidefError):
    """A KPI without a short definition."""

    code = "KPI701"
    fr = "« {subject} » n'a pas de définition courte"
    en = "'{subject}' has no short definition"
    help_fr = "dites en une phrase, sous `description`, ce que le KPI compte"
    help_en = "say in one sentence, under `description`, what the KPI counts"


class ShortDefinitionLong(KpidefError):
    """A short definition that is not short."""

    code = "KPI702"
    fr = "la définition courte de « {subject} » a {length} caractères, au lieu de {limit} au plus"
    en = "the short definition of '{subject}' has {length} characters instead of {limit} at most"
    help_fr = "gardez l'essentiel dans `description`, et mettez le reste dans `details`"
    help_en = "keep the essence in `description`, and put the rest in `details`"


class LongDefinitionMissing(KpidefError):
    """A KPI without a long definition."""

    code = "KPI703"
    fr = "« {subject} » n'a pas de définition longue"
    en = "'{subject}' has no long definition"
    help_fr = "reprenez la définition courte sous `details`, puis dites ce qui compte et ce qui ne compte pas"
    help_en = "repeat the short definition under `details`, then say what counts and what does not"


class LongDefinitionApart(KpidefError):
    """A long definition that does not start with the short one."""

    code = "KPI704"
    fr = "la définition longue de « {subject} » ne commence pas par la courte"
    en = "the long definition of '{subject}' does not start with the short one"
    help_fr = "commencez `details` par le texte de `description`, mot pour mot"
    help_en = "start `details` with the text of `description`, word for word"


class NameShared(KpidefError):
    """A name by which readers may mean two KPIs."""

    code = "KPI705"
    fr = "« {name} » désigne à la fois {kpis}"
    en = "'{name}' names at once {kpis}"
    help_fr = "gardez ce nom pour un seul KPI ; majuscules, accents et ponctuation ne distinguent pas deux noms"
    help_en = "keep this name for one KPI; capitals, accents and punctuation do not tell two names apart"


class NameRepeated(KpidefError):
    """A name that a KPI has twice."""

    code = "KPI706"
    fr = "« {subject} » porte deux fois le nom « {name} »"
    en = "'{subject}' has the name '{name}' twice"
    help_fr = "retirez-le de `synonyms` ou de `acronyms`"
    help_en = "take it out of `synonyms` or `acronyms`"


class SourceOrphan(KpidefError):
    """A source that no KPI reads."""

    code = "KPI707"
    fr = "aucun KPI ne lit la source « {subject} »"
    en = "no KPI reads the source '{subject}'"
    help_fr = "écrivez un KPI qui s'en sert, ou retirez la source"
    help_en = "write a KPI that uses it, or remove the source"


class ColumnOrphan(KpidefError):
    """A column of no use: no KPI reads it, and it neither cuts nor links."""

    code = "KPI708"
    fr = "la colonne « {column} » de la source « {subject} » ne sert à rien : ni KPI, ni dimension, ni clé, ni lien"
    en = "column '{column}' of source '{subject}' is of no use: no KPI, dimension, key or link"
    help_fr = "retirez-la, ou dites à quoi elle sert (`dimension: true`, `references`, `same_as`)"
    help_en = "remove it, or say what it is for (`dimension: true`, `references`, `same_as`)"


class ExamplesFew(KpidefError):
    """A KPI with fewer than two worked examples."""

    code = "KPI709"
    fr = "« {subject} » a {count} exemple(s), au lieu de {least} au moins"
    en = "'{subject}' has {count} example(s) instead of {least} at least"
    help_fr = "montrez un cas ordinaire, et le cas limite où l'on se trompe"
    help_en = "show an ordinary case, and the edge that people get wrong"


class ExamplesAlike(KpidefError):
    """Examples that all expect the same: none of them is the edge."""

    code = "KPI710"
    fr = "les exemples de « {subject} » attendent tous la même chose"
    en = "the examples of '{subject}' all expect the same"
    help_fr = "ajoutez un cas limite : aucun dénominateur, un retour, un minuit du 1er, une valeur absente"
    help_en = "add an edge: no denominator, a customer who comes back, midnight on the 1st, a missing value"


class PitfallMissing(KpidefError):
    """A KPI that warns of nothing."""

    code = "KPI711"
    fr = "« {subject} » ne signale aucun piège"
    en = "'{subject}' warns of no pitfall"
    help_fr = "dites sous `pitfalls` ce que les lecteurs comprennent de travers"
    help_en = "say under `pitfalls` what readers get wrong"


class UnitMissing(KpidefError):
    """A KPI without a unit."""

    code = "KPI712"
    fr = "« {subject} » n'a pas d'unité"
    en = "'{subject}' has no unit"
    help_fr = "écrivez `unit: percent`, `points`, `count`, `score`, une devise, une durée, ou un quotient"
    help_en = "write `unit: percent`, `points`, `count`, `score`, a currency, a duration, or a quotient"


class FormatUnreadable(KpidefError):
    """A display format that is not a step."""

    code = "KPI713"
    fr = "le format « {format} » de « {subject} » n'est pas un pas d'affichage"
    en = "the format '{format}' of '{subject}' is not a display step"
    help_fr = "écrivez le plus petit écart montré : 1, 0.1, 0.01"
    help_en = "write the smallest step shown: 1, 0.1, 0.01"


class DirectionMissing(KpidefError):
    """A KPI that does not say which way is good."""

    code = "KPI714"
    fr = "« {subject} » ne dit pas quel sens est bon"
    en = "'{subject}' does not say which way is good"
    help_fr = "écrivez `direction: up`, `down`, ou `none` si aucun sens n'est bon"
    help_en = "write `direction: up`, `down`, or `none` where neither is good"


class VariantMisnamed(KpidefError):
    """An id and an `extends` that tell two stories."""

    code = "KPI715"
    fr = "l'identifiant « {subject} » et la clé `extends` ne disent pas le même KPI de départ"
    en = "the id '{subject}' and the key `extends` do not name the same original KPI"
    help_fr = "une variante s'écrit <kpi>__<variante>, avec `extends: <kpi>`"
    help_en = "a variant is written <kpi>__<variant>, with `extends: <kpi>`"


class NameUntidy(KpidefError):
    """An id with two underscores in a row, or one at its end, that marks no variant."""

    code = "KPI716"
    fr = "l'identifiant « {subject} » n'est pas en mots séparés par un seul « _ »"
    en = "the id '{subject}' is not words with a single '_' between them"
    help_fr = "écrivez par exemple taux_attrition_client ; « __ » ne sert qu'à séparer un KPI de sa variante"
    help_en = "write for instance taux_attrition_client; '__' only stands between a KPI and its variant"


class SuccessorMissing(KpidefError):
    """A deprecated KPI that leads nowhere."""

    code = "KPI717"
    fr = "« {subject} » est abandonné sans successeur"
    en = "'{subject}' is deprecated without a successor"
    help_fr = "dites `replaced_by: <kpi>`"
    help_en = "say `replaced_by: <kpi>`"


class SuccessorUnknown(KpidefError):
    """A successor that does not exist."""

    code = "KPI718"
    fr = "« {subject} » est remplacé par « {name} », qui n'existe pas"
    en = "'{subject}' is replaced by '{name}', which does not exist"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class SuccessorsCircular(KpidefError):
    """Successors that lead back to where they start."""

    code = "KPI719"
    fr = "les successeurs tournent en rond : {cycle}"
    en = "the successors go round in circles: {cycle}"
    help_fr = "gardez-en un qui ne soit pas abandonné"
    help_en = "keep one of them that is not deprecated"


class ReviewOverdue(KpidefError):
    """A definition whose review should have taken place."""

    code = "KPI720"
    fr = "la revue de « {subject} » était due le {due}"
    en = "the review of '{subject}' was due on {due}"
    help_fr = "relisez la définition, puis reportez `review_by`"
    help_en = "review the definition, then move `review_by` on"


class RelatedUnknown(KpidefError):
    """A related KPI that does not exist, or is the KPI itself."""

    code = "KPI721"
    fr = "« {subject} » renvoie à « {name} », qui n'est pas un autre KPI"
    en = "'{subject}' points to '{name}', which is not another KPI"
    help_fr = "{nearest_fr}"
    help_en = "{nearest_en}"


class OwnerMissing(KpidefError):
    """A KPI that nobody answers for."""

    code = "KPI722"
    fr = "« {subject} » n'a pas de responsable"
    en = "'{subject}' has no owner"
    help_fr = "nommez un rôle sous `owner`, par exemple relation-client"
    help_en = "name a role under `owner`, for instance relation-client"


class FamilyMissing(KpidefError):
    """A KPI without a family."""

    code = "KPI723"
    fr = "« {subject} » n'a pas de famille"
    en = "'{subject}' has no family"
    help_fr = "choisissez parmi {known}"
    help_en = "choose one of {known}"


class FamilyUndeclared(KpidefError):
    """A family that nothing declares, hence without a label."""

    code = "KPI724"
    fr = "la famille « {name} » de « {subject} » n'est pas déclarée"
    en = "the family '{name}' of '{subject}' is not declared"
    help_fr = "déclarez-la sous `families`, ou choisissez parmi {known}"
    help_en = "declare it under `families`, or choose one of {known}"


class LabelMissing(KpidefError):
    """A KPI or a source that readers would see under its id."""

    code = "KPI725"
    fr = "« {subject} » n'a pas de libellé"
    en = "'{subject}' has no label"
    help_fr = "écrivez sous `label` le nom que les lecteurs lui donnent"
    help_en = "write under `label` the name that readers give it"


class ColumnUndescribed(KpidefError):
    """A column without a label or a description."""

    code = "KPI726"
    fr = "la colonne « {column} » de la source « {subject} » n'a pas de {key}"
    en = "column '{column}' of source '{subject}' has no {key}"
    help_fr = "écrivez `{key}`, que les lecteurs verront"
    help_en = "write `{key}`, which readers will see"


class SpaceDoubled(KpidefError):
    """Two spaces in a row in a text for readers."""

    code = "KPI740"
    fr = "espace double dans un texte de « {subject} » : « {found} »"
    en = "double space in a text of '{subject}': '{found}'"
    help_fr = "gardez une seule espace"
    help_en = "keep one space"


class QuoteStraight(KpidefError):
    """Quotation marks of a keyboard in a text for readers."""

    code = "KPI741"
    fr = "guillemets droits dans un texte de « {subject} » : {found}"
    en = "straight quotes in a text of '{subject}': {found}"
    help_fr = "écrivez « … »"
    help_en = "write « … »"


class EllipsisInDots(KpidefError):
    """Three dots that are one mark."""

    code = "KPI742"
    fr = "trois points de suite dans un texte de « {subject} » : « {found} »"
    en = "three dots in a text of '{subject}': '{found}'"
    help_fr = "écrivez le signe …"
    help_en = "write the mark …"


class CapitalUnaccented(KpidefError):
    """A capital without the accent that its word has."""

    code = "KPI743"
    fr = "capitale sans accent dans un texte de « {subject} » : « {found} »"
    en = "capital without its accent in a text of '{subject}': '{found}'"
    help_fr = "écrivez {right}"
    help_en = "write {right}"


class MarkUnspaced(KpidefError):
    """A mark that French separates with a space, without it."""

    code = "KPI744"
    fr = "espace manquante dans un texte de « {subject} » : « {found} »"
    en = "missing space in a text of '{subject}': '{found}'"
    help_fr = "mettez une espace ordinaire avant ; : ! ? % € » et après « ; les rendus la rendent insécable"
    help_en = "put a plain space before ; : ! ? % € » and after «; what is rendered gets a no-break one"


class ApostrophesMixed(KpidefError):
    """Two kinds of apostrophes in one file."""

    code = "KPI745"
    fr = "deux sortes d'apostrophes dans les textes de « {subject} » : « {found} »"
    en = "two kinds of apostrophes in the texts of '{subject}': '{found}'"
    help_fr = "écrivez partout ’, ou partout '"
    help_en = "write ’ everywhere, or ' everywhere"


class SpaceInvisible(KpidefError):
    """A no-break space typed into a source text."""

    code = "KPI746"
    fr = "espace insécable dans un texte de « {subject} » : « {found} »"
    en = "no-break space in a text of '{subject}': '{found}'"
    help_fr = "tapez une espace ordinaire : les rendus la rendent insécable là où il le faut"
    help_en = "type a plain space: what is rendered gets a no-break one where it must"
