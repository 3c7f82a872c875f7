"""What each command's help says: one line, then the whole text."""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, str]] = {
    "usage": ("Usage :", "Usage:"),
    "options": ("Options", "Options"),
    "commands": ("Commandes", "Commands"),
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
}
