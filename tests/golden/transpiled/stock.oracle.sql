/* kpidef: stock 6797745d4a2d */
WITH "periods" AS (
  SELECT
    "v"."period",
    "v"."label",
    "v"."starts",
    "v"."ends"
  FROM (
    SELECT
      0 AS "period",
      '2026-02' AS "label",
      TO_DATE('2026-02-01', 'YYYY-MM-DD') AS "starts",
      TO_DATE('2026-03-01', 'YYYY-MM-DD') AS "ends"
    FROM DUAL
    UNION ALL
    SELECT
      1,
      '2026-03',
      TO_DATE('2026-03-01', 'YYYY-MM-DD'),
      TO_DATE('2026-04-01', 'YYYY-MM-DD')
    FROM DUAL
  ) "v"
), "windows" AS (
  SELECT
    "p"."period" AS "w",
    "p"."ends"
  FROM "periods" "p"
), "cells_abonnements_1_arrivals" AS (
  SELECT
    "r"."_window" AS "w",
    SUM("r"."mrr") AS "m1",
    COUNT(*) AS "_rows"
  FROM (
    SELECT
      "abonnements"."debut" AS "_window",
      "abonnements"."mrr"
    FROM "abonnements" "abonnements"
    WHERE
      "abonnements"."debut" < TO_DATE('2026-04-01', 'YYYY-MM-DD')
      AND NOT "abonnements"."abonnement_id" IS NULL
  ) "r"
  GROUP BY
    "r"."_window"
), "cells_abonnements_1_departures" AS (
  SELECT
    "r"."_window" AS "w",
    SUM("r"."mrr") AS "m1",
    COUNT(*) AS "_rows"
  FROM (
    SELECT
      CASE
        WHEN "abonnements"."fin" < "abonnements"."debut"
        THEN "abonnements"."debut"
        ELSE "abonnements"."fin"
      END AS "_window",
      "abonnements"."mrr"
    FROM "abonnements" "abonnements"
    WHERE
      "abonnements"."debut" < TO_DATE('2026-04-01', 'YYYY-MM-DD')
      AND "abonnements"."fin" < TO_DATE('2026-04-01', 'YYYY-MM-DD')
      AND NOT "abonnements"."abonnement_id" IS NULL
  ) "r"
  GROUP BY
    "r"."_window"
), "cells_abonnements_1" AS (
  SELECT
    "w"."w",
    "s"."m1"
  FROM (
    SELECT
      "c"."at" AS "_since",
      COALESCE(
        LEAD("c"."at") OVER (ORDER BY "c"."at" ASC NULLS FIRST),
        TO_DATE('2026-04-01', 'YYYY-MM-DD')
      ) AS "_until",
      SUM("c"."m1") OVER (
        ORDER BY "c"."at" ASC NULLS FIRST
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      ) AS "m1",
      SUM("c"."_rows") OVER (
        ORDER BY "c"."at" ASC NULLS FIRST
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      ) AS "_rows"
    FROM (
      SELECT
        "c"."at",
        SUM("c"."m1") AS "m1",
        CAST(SUM("c"."_rows") AS NUMBER(19)) AS "_rows"
      FROM (
        SELECT
          "s"."w" AS "at",
          "s"."m1",
          "s"."_rows"
        FROM "cells_abonnements_1_arrivals" "s"
        UNION ALL
        SELECT
          "s"."w" AS "at",
          -"s"."m1" AS "m1",
          -"s"."_rows" AS "_rows"
        FROM "cells_abonnements_1_departures" "s"
      ) "c"
      GROUP BY
        "c"."at"
    ) "c"
  ) "s"
  JOIN "windows" "w"
    ON "s"."_since" < "w"."ends" AND "s"."_until" >= "w"."ends"
  WHERE
    "s"."_rows" > 0
), "cells" AS (
  SELECT
    "f"."period",
    MAX("f"."measure") AS "measure"
  FROM (
    SELECT
      "s"."w" AS "period",
      "s"."m1" AS "measure"
    FROM "cells_abonnements_1" "s"
    UNION ALL
    SELECT
      "p"."period",
      NULL
    FROM "periods" "p"
  ) "f"
  GROUP BY
    "f"."period"
)
SELECT
  "p"."label" AS "period",
  "p"."starts" AS "period_start",
  "p"."ends" AS "period_end",
  CAST(COALESCE("c"."measure", 0) AS BINARY_DOUBLE) AS "value"
FROM "cells" "c"
JOIN "periods" "p"
  ON "p"."period" = "c"."period"
ORDER BY
  "period_start"
