"""The library of KPI definitions: one folder a family, one file a KPI; the sources they read in sources/."""
