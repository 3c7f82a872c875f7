"""What the help says of each option."""

from __future__ import annotations

OPTIONS: dict[str, tuple[str, str]] = {
    "option.help": ("Affiche cette aide.", "Show this help."),
    "option.version": ("Affiche la version.", "Show the version."),
    "option.site": (
        "Dossier du site (par défaut, site/ dans le projet) ; remplacé d'un coup quand le nouveau site est complet.",
        "The site's folder (by default, site/ in the project); replaced at once when the new site is whole.",
    ),
    "option.with_values": (
        "Montre les valeurs, lues dans l'entrepôt.",
        "Show the values, read from the warehouse.",
    ),
    "option.values": (
        "Montre les valeurs d'un fichier écrit par « kpidef run » (CSV, JSON ou Parquet).",
        "Show the values of a file that 'kpidef run' wrote (CSV, JSON or Parquet).",
    ),
    "option.locale": (
        "Langue du site (par défaut, celle du projet).",
        "The site's language (by default, the project's).",
    ),
    "option.site_url": ("Adresse où le site sera publié.", "The address at which the site will be published."),
    "option.port": ("Port local (par défaut 8000).", "Local port (8000 by default)."),
    "option.project": (
        "Dossier du projet, ou son kpidef.yml (par défaut, cherché en remontant depuis le dossier courant).",
        "The project's folder, or its kpidef.yml (by default, looked for upwards from the current folder).",
    ),
    "option.connection": (
        "Connexion : un nom du projet ou une URL.",
        "Connection: a name of the project's or a URL.",
    ),
    "option.period": (
        "Période : 2026, 2026-03, 2026-T1, 2026-S12, 2026-H1, 2026-01..2026-06, all "
        "(par défaut, la dernière période complète).",
        "Period: 2026, 2026-03, 2026-T1, 2026-W12, 2026-H1, 2026-01..2026-06, all (by default, the last complete one).",
    ),
    "option.grain": (
        "Découpe la période : day, week, month, quarter, semester, year.",
        "Cut the period: day, week, month, quarter, semester, year.",
    ),
    "option.by": (
        "Dimension de ventilation, par exemple clients.segment ; répétable.",
        "Dimension to cut by, for instance clients.segment; repeatable.",
    ),
    "option.where": (
        "Condition sur les lignes, par exemple \"clients.segment = 'PME'\" ; répétable.",
        "Condition on the rows, for instance \"clients.segment = 'PME'\"; repeatable.",
    ),
    "option.as_of": (
        "Date d'observation (par défaut, celle du projet, sinon maintenant).",
        "Observation time (by default, the project's, else now).",
    ),
    "option.compare": (
        "Compare à : previous, year_ago ou target.",
        "Compare to: previous, year_ago or target.",
    ),
    "option.total": (
        "Ajoute les totaux sur une dimension, ou sur toutes (all) ; répétable.",
        "Add the totals over a dimension, or over all of them (all); repeatable.",
    ),
    "option.measures": ("Ajoute la valeur exacte de chaque mesure.", "Add each measure's exact value."),
    "option.sparse": (
        "Ne garde, par période, que les groupes qui y ont des lignes.",
        "Keep, in each period, only the groups that have rows there.",
    ),
    "option.dialect": (
        "Dialecte SQL : duckdb, postgres, bigquery, snowflake... (par défaut, celui de la connexion).",
        "SQL dialect: duckdb, postgres, bigquery, snowflake... (by default, the connection's).",
    ),
    "option.format": (
        "Format : table, csv, json, parquet ou markdown.",
        "Format: table, csv, json, parquet or markdown.",
    ),
    "option.output": (
        "Écrit dans ce fichier, entier ou pas du tout, plutôt que sur la sortie standard.",
        "Write to this file, whole or not at all, rather than to standard output.",
    ),
    "option.lang": (
        "Langue : fr ou en (par défaut, KPIDEF_LANG, sinon celle du projet, sinon celle du système).",
        "Language: fr or en (by default, KPIDEF_LANG, else the project's, else the system's).",
    ),
    "option.debug": ("Montre la trace complète d'une erreur.", "Show an error's whole trace."),
    "option.verbose": ("Dit ce qui est fait, sur la sortie d'erreur.", "Say what is done, on standard error."),
    "option.family": ("Ne garde que les KPI de cette famille.", "Keep only the KPIs of this family."),
    "option.ci": (
        "Ajoute les chaînes GitLab et GitHub qui testent le projet et publient son glossaire.",
        "Add the GitLab and GitHub pipelines that test the project and publish its glossary.",
    ),
    "option.empty": ("Projet sans données ni liaisons.", "A project without data or bindings."),
    "option.limit": (
        "Nombre de lignes au plus, par source (par défaut, 100 à l'écran et toutes dans les autres formats).",
        "Number of rows at most, by source (by default, 100 on screen and all in the other formats).",
    ),
    "option.yes": (
        "Écrit sans demander les liaisons dont la confiance atteint --min-confidence.",
        "Write without asking the bindings whose confidence reaches --min-confidence.",
    ),
    "option.estimate": (
        "Ajoute ce que l'entrepôt prévoit de la requête, sans la lancer.",
        "Add what the warehouse expects of the statement, without running it.",
    ),
    "option.dry_run": ("Montre les propositions, n'écrit rien.", "Show the proposals, write nothing."),
    "option.min_confidence": (
        "Confiance au moins, en pour cent, d'une table et de chacune de ses colonnes (par défaut, 70).",
        "Confidence at least, in percent, of a table and of each of its columns (by default, 70).",
    ),
    "option.to": (
        "Ce qui est écrit : json (par défaut) ou schema.",
        "What is written: json (by default) or schema.",
    ),
    "option.all": (
        "Tous les KPI branchés, chacun à son grain et selon celles des dimensions qu'il connaît.",
        "Every bound KPI, each at its own grain and by those of the dimensions that it knows.",
    ),
    "option.report": (
        "Les demandes nommées d'un fichier ; --output nomme alors un dossier.",
        "The named requests of a file; --output then names a folder.",
    ),
    "option.from_store": (
        "Lit les résultats dans cette table, tenue par « kpidef materialize », sans rien recalculer.",
        "Read the results from this table, kept by 'kpidef materialize', and compute nothing.",
    ),
    "option.into": (
        "La table de résultats à tenir à jour, créée si elle manque.",
        "The table of results to keep up to date, made where it is missing.",
    ),
    "option.refresh": (
        "Recalcule toutes les périodes demandées, même celles qui sont à jour.",
        "Compute all the periods asked for again, also those that are up to date.",
    ),
    "option.as_form": (
        "Écrit plutôt une vue (view) ou un modèle dbt (model), qui se passent de kpidef.",
        "Write a view or a dbt model instead, which need no kpidef.",
    ),
    "option.calendar": (
        "Table de calendrier (period, starts, ends) où la vue lit ses périodes.",
        "Calendar table (period, starts, ends) that the view reads its periods from.",
    ),
    "option.name": (
        "Nom de la vue ou du modèle (par défaut, celui du KPI).",
        "Name of the view or of the model (by default, the KPI's).",
    ),
}
