/* kpidef: cohort 7af9fab0f775 */
WITH "periods" AS (
  SELECT
    "v"."period",
    "v"."label",
    CAST("v"."starts" AS DATE) AS "starts",
    CAST("v"."ends" AS DATE) AS "ends"
  FROM (VALUES
    (0, '2026-02', '2026-02-01', '2026-03-01'),
    (1, '2026-03', '2026-03-01', '2026-04-01')) AS "v"("period", "label", "starts", "ends")
), "cells_members1_ventes_1" AS (
  SELECT
    "r"."_window" AS "w",
    "r"."client_id" AS "e1",
    COUNT(*) AS "m1"
  FROM (
    SELECT
      CASE
        WHEN "ventes"."vendue_le" < CAST('2026-01-31 23:00:00+00:00' AS TIMESTAMPTZ)
        THEN 0
        ELSE 1
      END AS "_window",
      "ventes"."client_id"
    FROM "ventes" AS "ventes"
    WHERE
      "ventes"."vendue_le" >= CAST('2025-12-31 23:00:00+00:00' AS TIMESTAMPTZ)
      AND "ventes"."vendue_le" < CAST('2026-02-28 23:00:00+00:00' AS TIMESTAMPTZ)
      AND NOT "ventes"."client_id" IS NULL
  ) AS "r"
  GROUP BY
    "r"."_window",
    "r"."client_id"
), "cells_members1" AS (
  SELECT
    "s"."w" AS "period",
    "s"."e1",
    "s"."m1" AS "kept1"
  FROM "cells_members1_ventes_1" AS "s"
), "cells_ventes_1" AS (
  SELECT
    "r"."_window" AS "w",
    COUNT(DISTINCT "r"."client_id") AS "m1"
  FROM (
    SELECT
      CASE
        WHEN "ventes"."vendue_le" < CAST('2026-02-28 23:00:00+00:00' AS TIMESTAMPTZ)
        THEN 0
        ELSE 1
      END AS "_window",
      "ventes"."client_id"
    FROM "ventes" AS "ventes"
    WHERE
      "ventes"."vendue_le" >= CAST('2026-01-31 23:00:00+00:00' AS TIMESTAMPTZ)
      AND "ventes"."vendue_le" < CAST('2026-03-31 22:00:00+00:00' AS TIMESTAMPTZ)
  ) AS "r"
  JOIN "cells_members1" AS "m"
    ON "m"."period" = "r"."_window" AND "m"."e1" = "r"."client_id" AND "m"."kept1" > 0
  GROUP BY
    "r"."_window"
), "cells_ventes_2" AS (
  SELECT
    "r"."_window" AS "w",
    COUNT(DISTINCT "r"."client_id") AS "m1"
  FROM (
    SELECT
      CASE
        WHEN "ventes"."vendue_le" < CAST('2026-01-31 23:00:00+00:00' AS TIMESTAMPTZ)
        THEN 0
        ELSE CASE
          WHEN "ventes"."vendue_le" < CAST('2026-02-28 23:00:00+00:00' AS TIMESTAMPTZ)
          THEN 1
          ELSE 2
        END
      END AS "_window",
      "ventes"."client_id"
    FROM "ventes" AS "ventes"
    WHERE
      "ventes"."vendue_le" >= CAST('2025-12-31 23:00:00+00:00' AS TIMESTAMPTZ)
      AND "ventes"."vendue_le" < CAST('2026-03-31 22:00:00+00:00' AS TIMESTAMPTZ)
  ) AS "r"
  GROUP BY
    "r"."_window"
), "cells_ventes_2_periods" AS (
  SELECT
    "v"."period",
    "v"."w"
  FROM (VALUES
    (0, 1),
    (1, 2)) AS "v"("period", "w")
), "cells" AS (
  SELECT
    "f"."period",
    MAX("f"."revenus") AS "revenus",
    MAX("f"."acheteurs_previous") AS "acheteurs_previous",
    MAX("f"."acheteurs") AS "acheteurs"
  FROM (
    SELECT
      "s"."w" AS "period",
      "s"."m1" AS "revenus",
      CAST(NULL AS BIGINT) AS "acheteurs_previous",
      CAST(NULL AS BIGINT) AS "acheteurs"
    FROM "cells_ventes_1" AS "s"
    UNION ALL
    SELECT
      "s"."w" AS "period",
      NULL,
      "s"."m1" AS "acheteurs_previous",
      NULL
    FROM "cells_ventes_2" AS "s"
    WHERE
      "s"."w" < 2
    UNION ALL
    SELECT
      "p"."period",
      NULL,
      NULL,
      "s"."m1" AS "acheteurs"
    FROM "cells_ventes_2" AS "s"
    JOIN "cells_ventes_2_periods" AS "p"
      ON "p"."w" = "s"."w"
    UNION ALL
    SELECT
      "p"."period",
      NULL,
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
  CAST(COALESCE("c"."revenus", 0) AS DOUBLE) / NULLIF(CAST(COALESCE("c"."acheteurs_previous", 0) AS DOUBLE), 0) AS "value"
FROM "cells" AS "c"
JOIN "periods" AS "p"
  ON "p"."period" = "c"."period"
ORDER BY
  "period_start"
