// Reads a JSON list of statements from its input; writes the list of what Trino's grammar says against each.
import { readFileSync } from "node:fs";
import { register } from "node:module";

register("./extensions.mjs", import.meta.url);
const { TrinoSQL } = await import("dt-sql-parser/dist/parser/trino/index.js");
const parser = new TrinoSQL();
const statements = JSON.parse(readFileSync(0, "utf8"));
const said = statements.map((one) => parser.validate(one).map((fault) => `line ${fault.startLine}: ${fault.message}`));
process.stdout.write(JSON.stringify(said));
