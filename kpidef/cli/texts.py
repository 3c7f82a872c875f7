"""Everything that the command line says by itself, French and English side by side."""

from __future__ import annotations

from kpidef.errors import Language

_TEXTS: dict[str, tuple[str, str]] = {
    # what click says
    "usage": ("Usage :", "Usage:"),
    "options": ("Options", "Options"),
    "commands": ("Commandes", "Commands"),
    "option.help": ("Affiche cette aide.", "Show this help."),
    "option.version": ("Affiche la version.", "Show the version."),
    # the program
    "program": (
        "Définir chaque KPI une fois, en YAML, et obtenir partout le même nombre.",
        "Say once, in YAML, what each KPI means, and get the same number everywhere.",
    ),
    "exit_codes": (
        "Codes de sortie : 0 tout va bien ; 1 erreurs dans les définitions, les exemples ou les données vérifiées ; "
        "2 ligne de commande ; 3 demande sans réponse ; 4 entrepôt ; 70 défaut de kpidef ; 130 interruption ; "
        "141 lecteur parti.",
        "Exit codes: 0 all is well; 1 errors in definitions, examples or checked data; 2 command line; "
        "3 request without an answer; 4 warehouse; 70 defect of kpidef; 130 interrupted; 141 reader gone.",
    ),
    # commands: one line, then the whole text
    "init": ("Crée un projet.", "Make a project."),
    "init.long": (
        "Crée un projet dans DIR, qui ne doit pas exister ou être vide. Sans option, il porte sur une entreprise "
        "fictive livrée avec kpidef et s'exécute aussitôt ; avec --empty, il attend vos tables.",
        "Make a project in DIR, which must not exist or be empty. Without options it is about a made-up company "
        "that comes with kpidef and runs at once; with --empty it waits for your tables.",
    ),
    "validate": ("Vérifie tous les fichiers.", "Check every file."),
    "validate.long": (
        "Lit le projet et ses définitions, et montre toutes les erreurs de tous les fichiers en une fois. "
        "N'ouvre pas l'entrepôt.",
        "Read the project and its definitions, and show all errors of all files at once. Does not open the warehouse.",
    ),
    "list": ("Liste les KPI.", "List the KPIs."),
    "list.long": (
        "Liste les KPI du projet : identifiant, libellé, famille, unité, statut, et ce qui manque pour les calculer.",
        "List the project's KPIs: id, label, family, unit, status, and what is missing to compute them.",
    ),
    "show": ("Explique un KPI en mots.", "Explain a KPI in words."),
    "show.long": (
        "Montre la définition de KPI en mots : description, formule, mesures, paramètres, pièges, exemples, version.",
        "Show the definition of KPI in words: description, formula, measures, parameters, pitfalls, examples, version.",
    ),
    "run": ("Calcule des KPI.", "Compute KPIs."),
    "run.long": (
        "Calcule chaque KPI, par période et par dimension, en une seule requête. --all prend tous les KPI branchés, "
        "--report les demandes d'un fichier : ce qui se ressemble se calcule ensemble, et l'échec de l'un ne perd pas "
        "les autres.",
        "Compute each KPI, by period and by dimension, in one statement. --all takes every bound KPI, --report the "
        "requests of a file: what is alike is computed together, and the failure of one does not lose the others.",
    ),
    "materialize": ("Tient à jour une table de résultats.", "Keep a table of results up to date."),
    "materialize.long": (
        "Tient à jour, dans l'entrepôt, la table --into : une ligne par KPI, période et groupe. Ne calcule que les "
        "périodes qui y manquent, dont la définition a changé, qui n'étaient pas finies ou mûres, ou toutes avec "
        "--refresh. Sans KPI ni --report, prend tous les KPI branchés. Peut être lancé deux fois à la fois, arrêté et "
        "repris.",
        "Keep the table --into up to date in the warehouse: a line for each KPI, period and group. Computes only the "
        "periods that it lacks, whose definition has changed, that were not over or mature, or all with --refresh. "
        "Without KPI and --report, takes every bound KPI. May be run twice at once, stopped and resumed.",
    ),
    "materialized": (
        "{table} : {computed} période(s) de KPI calculée(s), {current} déjà à jour.",
        "{table}: {computed} period(s) of KPIs computed, {current} up to date already.",
    ),
    "compile": ("Écrit le SQL des KPI.", "Write the KPIs' SQL."),
    "compile.long": (
        "Écrit l'unique requête SQL qui calcule les KPI, dans le dialecte de la connexion ou dans celui de --dialect. "
        "Avec --as, écrit pour un KPI une vue ou un modèle dbt qui se passe de kpidef : toutes les périodes finies, "
        "depuis --period ou depuis la plus ancienne ligne.",
        "Write the one SQL statement that computes the KPIs, in the connection's dialect or in that of --dialect. With "
        "--as, write for one KPI a view or a dbt model that needs no kpidef: every complete period, from --period or "
        "from the oldest row on.",
    ),
    "rows": ("Montre les lignes derrière un nombre.", "Show the rows behind a number."),
    "rows.long": (
        "Montre les lignes de l'entrepôt que KPI compte, avec leur place au numérateur et au dénominateur.",
        "Show the warehouse's rows that KPI counts, with their place in numerator and denominator.",
    ),
    "explain": ("Montre le plan de calcul.", "Show the plan."),
    "explain.long": (
        "Montre le plan : ce qui est lu, partagé, plié et réuni pour calculer les KPI.",
        "Show the plan: what is read, shared, folded and brought together to compute the KPIs.",
    ),
    "estimate": ("L'entrepôt prévoit : {figures}.", "The warehouse expects: {figures}."),
    "estimate.rows": ("{figure} ligne(s)", "{figure} row(s)"),
    "estimate.cost": ("un coût de {figure:.0f}, dans son unité", "a cost of {figure:.0f}, in its own unit"),
    "estimate.bytes": ("{figure} octets lus", "{figure} bytes read"),
    "test": ("Rejoue les exemples des définitions.", "Run the definitions' worked examples."),
    "test.long": (
        "Rejoue les exemples chiffrés des KPI nommés, ou de tous, et montre pour chaque échec les lignes données, "
        "l'attendu et l'obtenu.",
        "Run the worked examples of the KPIs named, or of all, and show for each failure the rows given, "
        "what was expected and what came out.",
    ),
    "check": ("Compare les liaisons aux tables réelles.", "Compare the bindings with the real tables."),
    "check.long": (
        "Compare les liaisons aux tables de l'entrepôt : tables et colonnes absentes, types, clés en double, "
        "références orphelines, intervalles inversés, dates vides. Sort avec 1 si un constat rend des KPI faux ou "
        "impossibles.",
        "Compare the bindings with the warehouse's tables: missing tables and columns, types, duplicated keys, "
        "orphan references, intervals that end before they start, null dates. Exits with 1 if a finding makes KPIs "
        "wrong or impossible.",
    ),
    "lint": ("Relit les définitions.", "Review the definitions."),
    "lint.long": (
        "Relit les définitions comme une bibliothèque : textes, noms, unités, exemples, pièges, sources inutiles, "
        "revues en retard, typographie. Sort avec 1 s'il y a un constat. N'ouvre pas l'entrepôt.",
        "Review the definitions as a library: texts, names, units, examples, pitfalls, useless sources, overdue "
        "reviews, typography. Exits with 1 if there is a finding. Does not open the warehouse.",
    ),
    "bind": ("Propose des liaisons.", "Propose bindings."),
    "bind.long": (
        "Propose, pour chaque SOURCE ou pour toutes celles qui ne sont pas branchées, la table de l'entrepôt qui lui "
        "ressemble, colonne par colonne, avec sa confiance. N'écrit dans kpidef.yml que ce que vous acceptez, sans "
        "toucher au reste.",
        "Propose, for each SOURCE or for all that are not bound, the warehouse's table that resembles it, column by "
        "column, with its confidence. Writes to kpidef.yml only what you accept, and leaves the rest as it is.",
    ),
    "export": ("Exporte le catalogue.", "Export the catalogue."),
    "export.long": (
        "Écrit le catalogue pour d'autres programmes (--to json), ou les schémas JSON des fichiers pour les éditeurs "
        "(--to schema ; --output nomme alors un dossier).",
        "Write the catalogue for other programs (--to json), or the JSON Schemas of the files for editors "
        "(--to schema; --output then names a folder).",
    ),
    "completion": ("Écrit le script de complétion du shell.", "Write the shell's completion script."),
    "completion.long": (
        'Écrit le script de complétion pour SHELL (bash, zsh ou fish). Avec bash : eval "$(kpidef completion bash)".',
        'Write the completion script for SHELL (bash, zsh or fish). With bash: eval "$(kpidef completion bash)".',
    ),
    "docs": ("Construit le glossaire, ou le sert.", "Build the glossary, or serve it."),
    "docs.long": (
        "build écrit le glossaire du projet : un site statique qui se lit sans serveur. serve le sert sur cette "
        "machine et le reconstruit à chaque modification d'une définition.",
        "build writes the project's glossary: a static site that needs no server. serve serves it on this machine and "
        "builds it again whenever a definition changes.",
    ),
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
    "site.examples": ("{bar} exemples {done}/{total}", "{bar} examples {done}/{total}"),
    "site.values": ("{bar} valeurs {done}/{total}", "{bar} values {done}/{total}"),
    "site.sql": ("{bar} SQL {done}/{total}", "{bar} SQL {done}/{total}"),
    "site.pages": ("{bar} pages {done}/{total}", "{bar} pages {done}/{total}"),
    "site.built": ("{pages} pages sur {kpis} KPI dans {path}.", "{pages} pages about {kpis} KPIs in {path}."),
    "site.serving": (
        "Glossaire sur {url} ; il suit vos modifications. Ctrl+C pour arrêter.",
        "Glossary at {url}; it follows your changes. Ctrl+C to stop.",
    ),
    "site.rebuilt": ("Reconstruit.", "Built again."),
    # options
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
    # messages
    "unanswered": ("Sans réponse : {name}", "Unanswered: {name}"),
    "answering": ("{bar} demandes {done}/{total}", "{bar} requests {done}/{total}"),
    "interrupted": ("Interrompu.", "Interrupted."),
    "valid": (
        "{name} : {kpis} KPI, {sources} sources, aucune erreur.",
        "{name}: {kpis} KPIs, {sources} sources, no error.",
    ),
    "invalid": ("{count} erreur(s).", "{count} error(s)."),
    "written": ("Écrit : {path}", "Written: {path}"),
    "made": ("Projet créé : {path}", "Project made: {path}"),
    "making": ("Création des données de l'entreprise fictive...", "Making the made-up company's data..."),
    "next": (
        "Essayez :\n  kpidef run {kpi} --project {path} --period 2026-01..2026-06 --grain month",
        "Try:\n  kpidef run {kpi} --project {path} --period 2026-01..2026-06 --grain month",
    ),
    "next_empty": (
        "Liez vos tables dans {path}/kpidef.yml, puis : kpidef check --project {path}",
        "Bind your tables in {path}/kpidef.yml, then: kpidef check --project {path}",
    ),
    "available": ("disponible", "available"),
    "unbound": ("non branché : {missing}", "not connected: {missing}"),
    "more": ("... et {count} de plus (--limit, --format csv).", "... and {count} more (--limit, --format csv)."),
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
    "reading": ("Projet : {path}", "Project: {path}"),
    "statement": (
        "Requête ({seconds:.2f} s, {rows} ligne(s) rendue(s)) :\n{sql}",
        "Statement ({seconds:.2f} s, {rows} row(s) answered):\n{sql}",
    ),
    "computing": ("Calcul en cours...", "Computing..."),
    "elapsed": ("Terminé en {seconds:.2f} s.", "Done in {seconds:.2f} s."),
    # headings of lists
    "column.kpi": ("KPI", "KPI"),
    "column.label": ("Libellé", "Label"),
    "column.family": ("Famille", "Family"),
    "column.unit": ("Unité", "Unit"),
    "column.status": ("Statut", "Status"),
    "column.counts_in": ("Compte dans", "Counts in"),
    "column.state": ("État", "State"),
    "column.place": ("Place", "Place"),
    "column.subject": ("Définition", "Definition"),
    "column.help": ("Aide", "Help"),
    "column.table": ("Table", "Table"),
    "column.physical": ("Colonne réelle", "Real column"),
    "column.confidence": ("Confiance", "Confidence"),
    "column.reasons": ("Parce que", "Because"),
    "column.level": ("Gravité", "Level"),
    "column.source": ("Source", "Source"),
    "column.column": ("Colonne", "Column"),
    "column.count": ("Lignes", "Rows"),
    "column.code": ("Code", "Code"),
    "column.message": ("Constat", "Finding"),
    "column.kpis": ("KPI touchés", "KPIs concerned"),
    "level.error": ("[erreur]", "[error]"),
    "level.warning": ("[à savoir]", "[warning]"),
    # the parts of a definition
    "part.formula": ("Formule", "Formula"),
    "part.measures": ("Mesures", "Measures"),
    "part.filters": ("Toutes ses mesures", "All its measures"),
    "part.parameters": ("Paramètres", "Parameters"),
    "part.targets": ("Objectifs", "Targets"),
    "part.thresholds": ("Seuils", "Thresholds"),
    "part.dimensions": ("Dimensions", "Dimensions"),
    "part.pitfalls": ("Pièges", "Pitfalls"),
    "part.notes": ("Notes", "Notes"),
    "part.examples": ("Exemples", "Examples"),
    "part.related": ("Voir aussi", "See also"),
    "part.synonyms": ("Synonymes", "Synonyms"),
    "part.owner": ("Responsable", "Owner"),
    "part.version": ("Version", "Version"),
    "part.period": ("Période", "Period"),
    "part.direction": ("Sens", "Direction"),
    "direction.up": ("plus haut est mieux", "higher is better"),
    "direction.down": ("plus bas est mieux", "lower is better"),
    "direction.none": ("ni haut ni bas n'est mieux", "neither high nor low is better"),
    "since": ("{value} depuis le {start}", "{value} from {start}"),
    "until": ("{value} du {start} au {end}", "{value} from {start} to {end}"),
    "pair": ("{name} : {value}", "{name}: {value}"),
    # a new project's file
    "starter.company": ("Entreprise fictive", "Made-up company"),
    "starter.own": ("Nos indicateurs", "Our figures"),
    "starter.as_of": (
        "les données s'arrêtent là ; sans cette clé, on observe maintenant",
        "the data end there; without this key, the observation is now",
    ),
    "starter.libraries": ("les KPI livrés avec kpidef", "the KPIs that come with kpidef"),
    "starter.no_libraries": (" ; [] pour les vôtres seulement", "; [] for your own alone"),
    "starter.definitions": ("vos propres KPI", "your own KPIs"),
    "starter.connection": (
        "relative à ce fichier ; ${{VAR}} vient de l'environnement",
        "relative to this file; ${{VAR}} comes from the environment",
    ),
    "starter.bindings": ("source logique -> votre table", "logical source -> your table"),
    "starter.for_instance": (" ; par exemple :", "; for instance:"),
    # worked examples
    "tested": (
        "{passed} exemple(s) réussi(s), {failed} en échec.",
        "{passed} example(s) passed, {failed} failed.",
    ),
    "testing": ("Exemples : {done}/{total}", "Examples: {done}/{total}"),
    "failed": ("ÉCHEC {kpi} : {example}", "FAILED {kpi}: {example}"),
    "given": ("donné", "given"),
    "wanted": ("attendu", "expected"),
    "got": ("obtenu", "got"),
    # lint
    "linted": (
        "{count} constat(s) : {kpis} KPI, {sources} sources.",
        "{count} finding(s): {kpis} KPIs, {sources} sources.",
    ),
    # bind
    "proposed": (
        "{source} -> {table} (confiance {confidence} %)",
        "{source} -> {table} (confidence {confidence} %)",
    ),
    "no_proposal": ("{source} : aucune table ne lui ressemble.", "{source}: no table resembles it."),
    "nothing_to_bind": ("Toutes les sources sont branchées.", "All sources are bound."),
    "accept_binding": ("Écrire cette liaison ?", "Write this binding?"),
    "yes_or_no": ("[o/N]", "[y/N]"),
    "accept_column": (
        "  Brancher aussi {column} sur {expression} ({confidence} %) ?",
        "  Also bind {column} to {expression} ({confidence} %)?",
    ),
    "bound": ("{count} liaison(s) écrite(s) dans {path}.", "{count} binding(s) written to {path}."),
    "to_do": ("à brancher vous-même : {columns}", "yours to bind: {columns}"),
    "reason.same_name": ("même nom", "same name"),
    "reason.same_words": ("mêmes mots", "same words"),
    "reason.synonyms": ("mots synonymes", "synonymous words"),
    "reason.some_words": ("mots en commun", "words in common"),
    "reason.values": ("mêmes valeurs", "same values"),
    "reason.other_values": ("autres valeurs", "other values"),
    "reason.unique": ("valeurs uniques", "unique values"),
    "reason.duplicated": ("valeurs en double", "duplicated values"),
    "reason.type": ("même type", "same type"),
    "reason.close_type": ("type proche", "close type"),
    # check
    "checking": ("Vérification de {source} ({done}/{total})", "Checking {source} ({done}/{total})"),
    "checked": ("{count} constat(s) sur {total} liaison(s).", "{count} finding(s) on {total} binding(s)."),
}


def say(name: str, language: Language, /, **fields: object) -> str:
    """A text by its name, in a language."""
    french, english = _TEXTS[name]
    return (french if language == "fr" else english).format(**fields)


def names() -> tuple[str, ...]:
    """The names of all texts."""
    return tuple(_TEXTS)
