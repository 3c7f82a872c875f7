/* kpidef: cohort 7af9fab0f775 */
WITH "periods" AS (
  SELECT
    "v"."period" AS "period",
    "v"."label" AS "label",
    "v"."starts" AS "starts",
    "v"."ends" AS "ends"
  FROM (
    SELECT
      0 AS "period",
      '2026-02' AS "label",
      CAST('2026-02-01' AS Nullable(Date32)) AS "starts",
      CAST('2026-03-01' AS Nullable(Date32)) AS "ends"
    UNION ALL
    SELECT
      1,
      '2026-03',
      CAST('2026-03-01' AS Nullable(Date32)),
      CAST('2026-04-01' AS Nullable(Date32))
  ) AS "v"
), "cells_members1_ventes_1" AS (
  SELECT
    "r"."_window" AS "w",
    "r"."client_id" AS "e1",
    CAST(COUNT(*) AS Nullable(Int64)) AS "m1"
  FROM (
    SELECT
      CASE
        WHEN "ventes"."vendue_le" < CAST('2026-01-31 23:00:00' AS Nullable(DateTime64(6, 'UTC')))
        THEN 0
        ELSE 1
      END AS "_window",
      "ventes"."client_id" AS "client_id"
    FROM "ventes" AS "ventes"
    WHERE
      "ventes"."vendue_le" >= CAST('2025-12-31 23:00:00' AS Nullable(DateTime64(6, 'UTC')))
      AND "ventes"."vendue_le" < CAST('2026-02-28 23:00:00' AS Nullable(DateTime64(6, 'UTC')))
      AND NOT (
        "ventes"."client_id" IS NULL
      )
  ) AS "r"
  GROUP BY
    "r"."_window",
    "r"."client_id"
), "cells_members1" AS (
  SELECT
    "s"."w" AS "period",
    "s"."e1" AS "e1",
    "s"."m1" AS "kept1"
  FROM "cells_members1_ventes_1" AS "s"
), "cells_ventes_1" AS (
  SELECT
    "r"."_window" AS "w",
    CAST(COUNT(DISTINCT "r"."client_id") AS Nullable(Int64)) AS "m1"
  FROM (
    SELECT
      CASE
        WHEN "ventes"."vendue_le" < CAST('2026-02-28 23:00:00' AS Nullable(DateTime64(6, 'UTC')))
        THEN 0
        ELSE 1
      END AS "_window",
      "ventes"."client_id" AS "client_id"
    FROM "ventes" AS "ventes"
    WHERE
      "ventes"."vendue_le" >= CAST('2026-01-31 23:00:00' AS Nullable(DateTime64(6, 'UTC')))
      AND "ventes"."vendue_le" < CAST('2026-03-31 22:00:00' AS Nullable(DateTime64(6, 'UTC')))
  ) AS "r"
  JOIN "cells_members1" AS "m"
    ON "m"."period" = "r"."_window" AND "m"."e1" = "r"."client_id"
  WHERE
    "m"."kept1" > 0
  GROUP BY
    "r"."_window"
), "cells_ventes_2" AS (
  SELECT
    "r"."_window" AS "w",
    CAST(COUNT(DISTINCT "r"."client_id") AS Nullable(Int64)) AS "m1"
  FROM (
    SELECT
      CASE
        WHEN "ventes"."vendue_le" < CAST('2026-01-31 23:00:00' AS Nullable(DateTime64(6, 'UTC')))
        THEN 0
        ELSE CASE
          WHEN "ventes"."vendue_le" < CAST('2026-02-28 23:00:00' AS Nullable(DateTime64(6, 'UTC')))
          THEN 1
          ELSE 2
        END
      END AS "_window",
      "ventes"."client_id" AS "client_id"
    FROM "ventes" AS "ventes"
    WHERE
      "ventes"."vendue_le" >= CAST('2025-12-31 23:00:00' AS Nullable(DateTime64(6, 'UTC')))
      AND "ventes"."vendue_le" < CAST('2026-03-31 22:00:00' AS Nullable(DateTime64(6, 'UTC')))
  ) AS "r"
  GROUP BY
    "r"."_window"
), "cells_ventes_2_periods" AS (
  SELECT
    "v"."period" AS "period",
    "v"."w" AS "w"
  FROM (
    SELECT
      0 AS "period",
      1 AS "w"
    UNION ALL
    SELECT
      1,
      2
  ) AS "v"
), "cells" AS (
  SELECT
    "f"."period" AS "period",
    MAX("f"."revenus") AS "revenus",
    MAX("f"."acheteurs_previous") AS "acheteurs_previous",
    MAX("f"."acheteurs") AS "acheteurs"
  FROM (
    SELECT
      "s"."w" AS "period",
      "s"."m1" AS "revenus",
      CAST(NULL AS Nullable(Int64)) AS "acheteurs_previous",
      CAST(NULL AS Nullable(Int64)) AS "acheteurs"
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
      "p"."period" AS "period",
      NULL,
      NULL,
      "s"."m1" AS "acheteurs"
    FROM "cells_ventes_2" AS "s"
    JOIN "cells_ventes_2_periods" AS "p"
      ON "p"."w" = "s"."w"
    UNION ALL
    SELECT
      "p"."period" AS "period",
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
  CAST(COALESCE("c"."revenus", 0) AS Nullable(Float64)) / nullIf(CAST(COALESCE("c"."acheteurs_previous", 0) AS Nullable(Float64)), 0) AS "value"
FROM "cells" AS "c"
JOIN "periods" AS "p"
  ON "p"."period" = "c"."period"
ORDER BY
  "period_start"
