/* kpidef: rolling 13a9d0fdf1c2 */
WITH "periods" AS (
  SELECT
    "v"."period",
    "v"."label",
    CAST("v"."starts" AS DATE) AS "starts",
    CAST("v"."ends" AS DATE) AS "ends"
  FROM (VALUES
    (0, '2026-02', '2026-02-01', '2026-03-01'),
    (1, '2026-03', '2026-03-01', '2026-04-01')) AS "v"("period", "label", "starts", "ends")
), "cells_ventes_1_hours" AS (
  SELECT
    "r"."_hour" AS "w",
    SUM("r"."montant") AS "m1"
  FROM (
    SELECT
      (
        EPOCH_US("ventes"."vendue_le") + 62135596800000000
      ) // 3600000000 AS "_hour",
      "ventes"."montant"
    FROM "ventes" AS "ventes"
    WHERE
      "ventes"."vendue_le" >= CAST('2025-10-31 23:00:00+00:00' AS TIMESTAMPTZ)
      AND "ventes"."vendue_le" < CAST('2026-03-31 22:00:00+00:00' AS TIMESTAMPTZ)
  ) AS "r"
  GROUP BY
    "r"."_hour"
), "windows" AS (
  SELECT
    "v"."w",
    "v"."starts",
    "v"."ends"
  FROM (VALUES
    (0, 17750039, 17752199),
    (1, 17750783, 17752942),
    (2, 17749319, 17751527)) AS "v"("w", "starts", "ends")
), "cells_ventes_1" AS (
  SELECT
    "w"."w",
    SUM("s"."m1") AS "m1"
  FROM "cells_ventes_1_hours" AS "s"
  JOIN "windows" AS "w"
    ON "s"."w" >= "w"."starts" AND "s"."w" < "w"."ends"
  GROUP BY
    "w"."w"
), "cells_ventes_1_periods" AS (
  SELECT
    "v"."period",
    "v"."w"
  FROM (VALUES
    (0, 2),
    (1, 0)) AS "v"("period", "w")
), "cells" AS (
  SELECT
    "f"."period",
    MAX("f"."m") AS "m",
    MAX("f"."m_previous") AS "m_previous"
  FROM (
    SELECT
      "s"."w" AS "period",
      "s"."m1" AS "m",
      NULL AS "m_previous"
    FROM "cells_ventes_1" AS "s"
    WHERE
      "s"."w" < 2
    UNION ALL
    SELECT
      "p"."period",
      NULL,
      "s"."m1" AS "m_previous"
    FROM "cells_ventes_1" AS "s"
    JOIN "cells_ventes_1_periods" AS "p"
      ON "p"."w" = "s"."w"
    UNION ALL
    SELECT
      "p"."period",
      NULL,
      NULL
    FROM "periods" AS "p"
  ) AS "f"
  GROUP BY
    "f"."period"
)
SELECT
  "p"."label" AS "period",
  "p"."starts" AS "period_start",
  "p"."ends" AS "period_end",
  CAST(COALESCE("c"."m", 0) - COALESCE("c"."m_previous", 0) AS DOUBLE) / NULLIF(CAST(COALESCE("c"."m_previous", 0) AS DOUBLE), 0) AS "value"
FROM "cells" AS "c"
JOIN "periods" AS "p"
  ON "p"."period" = "c"."period"
ORDER BY
  "period_start"
