/* kpidef: snapshot a4d0e436b04e */
WITH "periods" AS (
  SELECT
    "v"."period",
    "v"."label",
    CAST("v"."starts" AS DATE) AS "starts",
    CAST("v"."ends" AS DATE) AS "ends"
  FROM (VALUES
    (0, '2026-02', '2026-02-01', '2026-03-01'),
    (1, '2026-03', '2026-03-01', '2026-04-01')) AS "v"("period", "label", "starts", "ends")
), "windows" AS (
  SELECT
    "v"."w",
    "v"."place",
    "v"."stale"
  FROM (VALUES
    (0, 1, CAST('2026-01-20' AS DATE)),
    (1, 2, CAST('2026-02-20' AS DATE))) AS "v"("w", "place", "stale")
), "cells_photos_1_rows" AS (
  SELECT
    "photos"."photo_le" AS "_closes",
    CASE
      WHEN "photos"."photo_le" < CAST('2026-03-01' AS DATE)
      THEN 0
      ELSE CASE WHEN "photos"."photo_le" < CAST('2026-04-01' AS DATE) THEN 1 ELSE 2 END
    END AS "_place",
    "photos"."valeur",
    "photos"."client_id"
  FROM "photos" AS "photos"
  WHERE
    NOT "photos"."client_id" IS NULL
    AND "photos"."photo_le" < CAST('2026-04-01' AS DATE)
), "cells_photos_1" AS (
  SELECT
    "r"."_window" AS "w",
    SUM("r"."valeur") AS "m1"
  FROM (
    SELECT
      "r".*,
      "w"."w" AS "_window"
    FROM "cells_photos_1_rows" AS "r"
    JOIN (
      SELECT
        "x"."client_id",
        "x"."_place",
        "x"."_last",
        COALESCE(
          LEAD("x"."_place") OVER (PARTITION BY "x"."client_id" ORDER BY "x"."_place" ASC NULLS FIRST),
          2
        ) AS "_next"
      FROM (
        SELECT
          "r"."client_id",
          "r"."_place",
          MAX("r"."_closes") AS "_last"
        FROM "cells_photos_1_rows" AS "r"
        GROUP BY
          "r"."client_id",
          "r"."_place"
      ) AS "x"
    ) AS "l"
      ON "l"."client_id" = "r"."client_id" AND "l"."_last" = "r"."_closes"
    JOIN "windows" AS "w"
      ON "l"."_place" < "w"."place"
      AND "l"."_next" >= "w"."place"
      AND "l"."_last" >= "w"."stale"
  ) AS "r"
  GROUP BY
    "r"."_window"
), "cells" AS (
  SELECT
    "f"."period",
    MAX("f"."measure") AS "measure"
  FROM (
    SELECT
      "s"."w" AS "period",
      "s"."m1" AS "measure"
    FROM "cells_photos_1" AS "s"
    UNION ALL
    SELECT
      "p"."period",
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
  CAST(COALESCE("c"."measure", 0) AS DOUBLE) AS "value"
FROM "cells" AS "c"
JOIN "periods" AS "p"
  ON "p"."period" = "c"."period"
ORDER BY
  "period_start"
