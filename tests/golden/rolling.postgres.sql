/* kpidef: rolling 13a9d0fdf1c2 */
WITH "periods" AS (
  SELECT
    "v"."period",
    "v"."label",
    "v"."starts",
    "v"."ends"
  FROM (VALUES
    (0, '2026-02', CAST('2026-02-01' AS DATE), CAST('2026-03-01' AS DATE)),
    (1, '2026-03', CAST('2026-03-01' AS DATE), CAST('2026-04-01' AS DATE))) AS "v"("period", "label", "starts", "ends")
), "cells_ventes_1_slices" AS (
  SELECT
    "r"."_slice" AS "w",
    SUM("r"."montant") AS "m1"
  FROM (
    SELECT
      CASE
        WHEN "ventes"."vendue_le" < CAST('2025-12-31 23:00:00+00:00' AS TIMESTAMPTZ)
        THEN CASE
          WHEN "ventes"."vendue_le" < CAST('2025-11-30 23:00:00+00:00' AS TIMESTAMPTZ)
          THEN 0
          ELSE 1
        END
        ELSE CASE
          WHEN "ventes"."vendue_le" < CAST('2026-01-31 23:00:00+00:00' AS TIMESTAMPTZ)
          THEN 2
          ELSE CASE
            WHEN "ventes"."vendue_le" < CAST('2026-02-28 23:00:00+00:00' AS TIMESTAMPTZ)
            THEN 3
            ELSE 4
          END
        END
      END AS "_slice",
      "ventes"."montant"
    FROM "ventes" AS "ventes"
    WHERE
      "ventes"."vendue_le" >= CAST('2025-10-31 23:00:00+00:00' AS TIMESTAMPTZ)
      AND "ventes"."vendue_le" < CAST('2026-03-31 22:00:00+00:00' AS TIMESTAMPTZ)
  ) AS "r"
  GROUP BY
    "r"."_slice"
), "cells_ventes_1_windows" AS (
  SELECT
    "v"."w",
    "v"."low",
    "v"."high"
  FROM (VALUES
    (0, 1, 4),
    (1, 2, 5),
    (2, 0, 3)) AS "v"("w", "low", "high")
), "cells_ventes_1" AS (
  SELECT
    "w"."w",
    SUM("s"."m1") AS "m1"
  FROM "cells_ventes_1_slices" AS "s"
  JOIN "cells_ventes_1_windows" AS "w"
    ON "s"."w" >= "w"."low" AND "s"."w" < "w"."high"
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
      CAST(NULL AS DECIMAL) AS "m_previous"
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
  CAST(COALESCE("c"."m", 0) - COALESCE("c"."m_previous", 0) AS DOUBLE PRECISION) / NULLIF(CAST(COALESCE("c"."m_previous", 0) AS DOUBLE PRECISION), 0) AS "value"
FROM "cells" AS "c"
JOIN "periods" AS "p"
  ON "p"."period" = "c"."period"
ORDER BY
  "period_start"
