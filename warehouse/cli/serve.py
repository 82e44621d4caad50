"""`sanfang serve`: the workbench's pages, one process, on this machine unless said otherwise."""

from __future__ import annotations

import copy
import ipaddress
import logging
import socket
import threading
import webbrowser
from typing import Annotated, Any

import typer

from warehouse.cli.session import console, fail, settings
from warehouse.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("serve")(serve_command)


def serve_command(
    host: Annotated[str, typer.Option("--host", help="监听地址；默认只在本机")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="网页端口", min=0, max=65535)] = 8050,
    open_browser: Annotated[bool, typer.Option("--open", help="启动后打开浏览器")] = False,
) -> None:
    """启动会计工作台（网页）。 Serve the accountants' workbench."""
    import uvicorn

    from workbench.app import create_app
    from workbench.settings import WorkbenchSettings

    current, pages = settings(), WorkbenchSettings()
    try:
        listening = _listen(host, port)
    except OSError as error:
        fail(f"不能在 {host}:{port} 上监听：{error.strerror or error}。换一个端口：sanfang serve --port {port + 1}")
        raise typer.Exit(1) from error
    if not _everywhere(host) and host not in pages.hosts:
        pages = pages.model_copy(update={"hosts": [*pages.hosts, host]})
    address = (
        f"http{'s' if pages.https else ''}://{'127.0.0.1' if _everywhere(host) else host}:{listening.getsockname()[1]}/"
    )
    application = create_app(current, workbench=pages)
    _say(current, address, host, pages.https, pages.hosts)
    if open_browser:
        threading.Timer(1.0, webbrowser.open, [address]).start()
    config = uvicorn.Config(
        application,
        log_config=_log_config(uvicorn.config.LOGGING_CONFIG),
        server_header=False,
        proxy_headers=bool(pages.proxies),
        forwarded_allow_ips=pages.proxies,
        limit_concurrency=200,
        timeout_graceful_shutdown=10,
    )
    uvicorn.Server(config).run(sockets=[listening])


class WithoutQuery(logging.Filter):
    """The access log names pages, never what was searched for in them."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Cut the query from the address."""
        if isinstance(record.args, tuple) and len(record.args) == 5:
            client, method, path, version, status = record.args
            record.args = (client, method, str(path).partition("?")[0], version, status)
        return True


def _log_config(given: dict[str, Any]) -> dict[str, Any]:
    config = copy.deepcopy(given)
    config["filters"] = {"without_query": {"()": WithoutQuery}}
    config["handlers"]["access"]["filters"] = ["without_query"]
    config["loggers"]["sanfang"] = {"handlers": ["default"], "level": "INFO", "propagate": False}
    return config


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    return listening


def _everywhere(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _say(current: Settings, address: str, host: str, https: bool, hosts: list[str]) -> None:
    """Where it is, who can log in, and what is missing."""
    from warehouse.state.people import list_people
    from warehouse.state.store import open_state

    say = console.print
    say(f"工作台：[bold]{address}[/]  （停止：Ctrl-C）", highlight=False)
    people = [person for person in list_people(open_state(current)) if person.is_active]
    if people:
        say("登录名：" + "、".join(f"{each.login}（{each.name}）" for each in people[:10]), highlight=False)
    else:
        say("还没有登录名：先运行 sanfang person add LOGIN --name 姓名 --role admin", style="yellow", highlight=False)
    passwords = current.under("secrets", "workbench-logins.json")
    if passwords.exists():
        say(f"演示密码在 {passwords}", highlight=False)
    if not current.published_path.exists():
        say("还没有发布的数仓：先运行 sanfang demo 或 sanfang run；页面会等它出现，不用重启。", style="yellow")
    if not _local(host) and not https:
        say(
            "注意：在网络上提供服务而没有 https，密码会以明文传输。请放在 https 反向代理之后，"
            f"并设置 SANFANG_WORKBENCH_HTTPS=true；允许的主机名 SANFANG_WORKBENCH_HOSTS（现为 {'、'.join(hosts)}）。",
            style="yellow",
        )
