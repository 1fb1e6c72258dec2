"""Our own supervisor of an embedded PostgreSQL: the binaries of a wheel, a cluster in the data directory, two roles.

    server = Server.at(data_dir())
    with server.running() as urls:      # joins the users of the server; the last one out stops it
        psycopg.connect(urls.app)

Nothing here needs Django. What is alive is told by kernel locks (flock), never by guessing from process numbers.
"""

from doudi.project.postgres.external import check_address
from doudi.project.postgres.installation import Installation
from doudi.project.postgres.roles import Urls, grant_runtime
from doudi.project.postgres.server import Server, ServerInUse, Status

__all__ = ["Installation", "Server", "ServerInUse", "Status", "Urls", "check_address", "grant_runtime"]
