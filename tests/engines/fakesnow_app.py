"""Run by fakesnow's own Python: its server, with the address that gives the rows of a query by its id.

fakesnow knows a finished query by RESULT_SCAN only; Snowflake also answers `/queries/ID/result`.
"""

import json
import sys

import uvicorn
from fakesnow.server import app, query_request
from starlette.requests import Request
from starlette.routing import Route


async def result(request):
    sql = f"SELECT * FROM TABLE(RESULT_SCAN('{request.path_params['sfqid']}'))"
    body = json.dumps({"sqlText": sql}).encode()

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    return await query_request(Request({**request.scope, "method": "POST"}, receive))


if __name__ == "__main__":
    app.router.routes.append(Route("/queries/{sfqid}/result", result, methods=["GET"]))
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]))
