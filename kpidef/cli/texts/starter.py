"""The comments of a new project's file."""

from __future__ import annotations

STARTER: dict[str, tuple[str, str]] = {
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
}
