/* kpidef: share 06a90e6d4145 */
WITH "periods" AS (
  SELECT
    "v"."period",
    "v"."label",
    CAST("v"."starts" AS DATE) AS "starts",
    CAST("v"."ends" AS DATE) AS "ends"
  FROM (VALUES
    (0, '2026-02', '2026-02-01', '2026-03-01'),
    (1, '2026-03', '2026-03-01', '2026-04-01')) AS "v"("period", "label", "starts", "ends")
), "cells_ventes_1_rows" AS (
  SELECT
    CASE
      WHEN "ventes"."vendue_le" < CAST('2026-02-28 23:00:00+00:00' AS TIMESTAMPTZ)
      THEN 0
      ELSE 1
    END AS "_window",
    "ventes"."montant",
    "client_id"."segment" AS "client_id__segment"
  FROM "ventes" AS "ventes"
  LEFT JOIN "clients" AS "client_id"
    ON "ventes"."client_id" = "client_id"."client_id"
  WHERE
    "ventes"."vendue_le" >= CAST('2026-01-31 23:00:00+00:00' AS TIMESTAMPTZ)
    AND "ventes"."vendue_le" < CAST('2026-03-31 22:00:00+00:00' AS TIMESTAMPTZ)
    AND "ventes"."canal" <> 'b'
), "cells_ventes_1" AS (
  SELECT
    0 AS "level",
    "r"."_window" AS "w",
    "r"."client_id__segment" AS "d1",
    SUM("r"."montant") AS "m1",
    COUNT(*) AS "m2"
  FROM "cells_ventes_1_rows" AS "r"
  GROUP BY
    "r"."_window",
    "r"."client_id__segment"
  UNION ALL
  SELECT
    1 AS "level",
    "r"."_window" AS "w",
    CAST(NULL AS TEXT) AS "d1",
    SUM("r"."montant") AS "m1",
    COUNT(*) AS "m2"
  FROM "cells_ventes_1_rows" AS "r"
  GROUP BY
    "r"."_window"
), "cells" AS (
  SELECT
    "s"."level",
    "s"."w" AS "period",
    "s"."d1",
    "s"."m1" AS "m",
    "s"."m2" AS "rows_1"
  FROM "cells_ventes_1" AS "s"
), "lines" AS (
  SELECT
    "f"."level",
    "f"."period",
    "f"."d1",
    MAX("f"."m") AS "m",
    MAX("f"."rows_1") AS "rows_1"
  FROM (
    SELECT
      "k"."level",
      "p"."period",
      "k"."d1",
      NULL AS "m",
      CAST(NULL AS BIGINT) AS "rows_1"
    FROM "periods" AS "p"
    CROSS JOIN (
      SELECT DISTINCT
        "x"."level",
        "x"."d1"
      FROM "cells" AS "x"
    ) AS "k"
    UNION ALL
    SELECT
      "x"."level",
      "x"."period",
      "x"."d1",
      "x"."m",
      "x"."rows_1"
    FROM "cells" AS "x"
  ) AS "f"
  GROUP BY
    "f"."level",
    "f"."period",
    "f"."d1"
)
SELECT
  "o"."period",
  "o"."period_start",
  "o"."period_end",
  "o"."clients_segment",
  "o"."rolled_up",
  "o"."value",
  "o"."duplicated_clients"
FROM (
  SELECT
    "p"."label" AS "period",
    "p"."starts" AS "period_start",
    "p"."ends" AS "period_end",
    "c"."d1" AS "clients_segment",
    CASE WHEN "c"."level" = 0 THEN '' END AS "rolled_up",
    CAST(COALESCE("c"."m", 0) AS DOUBLE) / NULLIF(
      CAST(COALESCE(
        MAX(CASE WHEN "c"."level" = 1 THEN "c"."m" END) OVER (PARTITION BY "c"."period"),
        0
      ) AS DOUBLE),
      0
    ) AS "value",
    (
      SELECT
        COUNT(*)
      FROM (
        SELECT
          1 AS "one"
        FROM "clients" AS "clients"
        WHERE
          NOT "clients"."client_id" IS NULL
        GROUP BY
          "clients"."client_id"
        HAVING
          COUNT(*) > 1
      ) AS "repeated"
    ) AS "duplicated_clients",
    "c"."level"
  FROM "lines" AS "c"
  JOIN "periods" AS "p"
    ON "p"."period" = "c"."period"
) AS "o"
WHERE
  "o"."level" IN (0)
ORDER BY
  "period_start",
  "clients_segment",
  "rolled_up"
