"""Signing in through a real provider, the npm package oidc-provider on loopback: every hop, as a browser makes it.

    LEITAI=build/leitai python3 tests/e2e/oidc.py

Three clients differ in how they prove themselves and how their tokens are signed. Then what a server on the network can do to us:
hang, send too much, redirect, not be there.
"""
import hashlib
import html
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse

from people import PASSWORD, add_account
from program import ROOT, Cases, Place, expect
from serve import Server

SECRET = 's&cret for + tests'
CLIENTS = ('basic:client_secret_basic:RS256', 'post:client_secret_post:ES256', 'none:none:EdDSA')


class Browser:
    """Cookies by host and port, redirections followed by hand, forms filled in."""

    def __init__(self):
        self.jars, self.trail = {}, []

    def open(self, url, form=None, follow=True):
        """(status, address, text) where the trail ends."""
        for _ in range(12):
            parts = urllib.parse.urlsplit(url)
            jar = self.jars.setdefault(parts.netloc, {})
            connection = http.client.HTTPConnection(parts.netloc, timeout=20)
            fields = {'Cookie': '; '.join(f'{k}={v[0]}' for k, v in jar.items() if parts.path.startswith(v[1]))} if jar else {}
            if form is not None:
                fields['Content-Type'] = 'application/x-www-form-urlencoded'
            target = parts.path + ('?' + parts.query if parts.query else '')
            connection.request('POST' if form is not None else 'GET', target or '/', urllib.parse.urlencode(form) if form is not None else None,
                               fields)
            answer = connection.getresponse()
            text = answer.read().decode('utf-8', 'replace')
            for cookie in answer.headers.get_all('Set-Cookie') or []:
                name, value = cookie.split(';')[0].split('=', 1)
                path = re.search(r'path=([^;]+)', cookie, re.IGNORECASE)
                jar[name] = (value, path.group(1) if path else '/')
            connection.close()
            self.trail.append(f'{answer.status} {url}')
            if answer.status not in (302, 303) or not follow:
                return answer.status, answer.headers.get('Location', url), text
            url, form = urllib.parse.urljoin(url, answer.headers['Location']), None
        raise AssertionError(f'no end: {self.trail}')

    def sign_in(self, server, name, login, after=None):
        """Through the provider's two pages; where it ended."""
        url = f'{server.url}api/v1/session/oidc/{name}' + (f'?after={urllib.parse.quote(after)}' if after else '')
        status, _, text = self.open(url)
        for given in ({'prompt': 'login', 'login': login, 'password': 'any'}, {'prompt': 'consent'}):
            action = re.search(r'<form[^>]+action="([^"]+)"', text)
            if status != 200 or not action or not self.trail[-1].count('/interaction/'):
                break
            origin = self.trail[-1].split(' ')[1]
            status, _, text = self.open(urllib.parse.urljoin(origin, html.unescape(action.group(1))), given)
        return self.trail[-1].split(' ', 1)[1]


def fetch_provider(cache):
    """The folder where oidc-provider is installed, or the reason why it is not."""
    source = os.path.join(ROOT, 'tests', 'e2e', 'oidc')
    digest = hashlib.sha256()
    for name in ('package.json', 'package-lock.json', 'provider.mjs'):
        with open(os.path.join(source, name), 'rb') as file:
            digest.update(file.read())
    folder = os.path.join(cache, 'oidc-' + digest.hexdigest()[:16])
    if os.path.exists(os.path.join(folder, 'done')):
        return folder, None
    if not shutil.which('npm') or not shutil.which('node'):
        return None, 'npm is not installed'
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder)
    done = subprocess.run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], cwd=folder,
                          capture_output=True, text=True, timeout=300)
    if done.returncode:
        return None, 'npm cannot fetch oidc-provider: ' + ' '.join(done.stderr.split())[-200:]
    with open(os.path.join(folder, 'done'), 'w', encoding='utf-8'):
        return folder, None


class Provider:
    def __init__(self, folder, server):
        self.process = subprocess.Popen(['node', 'provider.mjs', f'{server.url}api/v1/session/oidc', *CLIENTS], cwd=folder,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.issuer = self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def me(browser, server):
    status, _, text = browser.open(f'{server.url}api/v1/me')
    return json.loads(text).get('login') if status == 200 else status


def real(cases, place, server, folder):
    with Provider(folder, server) as provider:
        if not provider.issuer:
            cases.skip('a real provider', 'this Node cannot run oidc-provider')
            return
        for client in CLIENTS:
            name = client.split(':')[0]
            secret = ['--secret-stdin'] if name != 'none' else []
            # One issuer a row: each client has its turn.
            place.must('provider', 'add', name, '--issuer', provider.issuer, '--client', name, '--title', name.upper(), *secret,
                       *(['--match', 'email'] if name == 'none' else []), text=SECRET + '\n' if secret else None)
            one(cases, place, server, provider, name)
            place.must('provider', 'remove', name)


def one(cases, place, server, provider, name):
    stranger = Browser()
    end = stranger.sign_in(server, name, f'stranger-{name}')
    cases.case(f'{name}: a stranger stays out and is told', [] if '/sign-in?problem=sign-in.unlinked&subject=stranger-' in end
               and me(stranger, server) == 401 else stranger.trail)
    place.must('account', 'link', 'plain', '--issuer', provider.issuer, '--subject', f'li-{name}')
    browser = Browser()
    end = browser.sign_in(server, name, f'li-{name}', '/c/small/desk')
    cases.case(f'{name}: a linked person gets in, and where they wanted',
               [] if end == f'{server.url}c/small/desk' and me(browser, server) == 'plain' else browser.trail + [me(browser, server)])
    callback = next((hop for hop in browser.trail if '/callback?' in hop), '303 none').split(' ', 1)[1]
    again = Browser()
    again.jars = {key: dict(jar) for key, jar in browser.jars.items()}
    for jar in again.jars.values():
        jar.pop('leitai', None)
    _, where, _ = again.open(callback, follow=False)
    cases.case(f'{name}: a replayed callback', [] if where == '/sign-in?problem=sign-in.state' and me(again, server) == 401 else [where])
    if name == 'none':
        by_email(cases, place, server, name)


def by_email(cases, place, server, name):
    add_account(place, 'an@example.org')
    browser = Browser()
    browser.sign_in(server, name, 'an@example.org')
    cases.case('a verified e-mail that is the login', [] if me(browser, server) == 'an@example.org' else browser.trail)
    add_account(place, 'chief@example.org', '--admin')
    browser = Browser()
    end = browser.sign_in(server, name, 'chief@example.org')
    cases.case("an admin's account is never found by e-mail", [] if 'sign-in.unlinked' in end else browser.trail)


class Bad(threading.Thread):
    """A server that hangs, floods or sends elsewhere."""

    def __init__(self, answer):
        super().__init__(daemon=True)
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.issuer = f'http://127.0.0.1:{self.socket.getsockname()[1]}'
        self.answer, self.asked = answer, 0
        self.start()

    def run(self):
        while True:
            try:
                peer, _ = self.socket.accept()
                self.asked += 1
                peer.settimeout(20)
                peer.recv(4096)
                for piece in self.answer:
                    peer.sendall(piece)
                if not self.answer:
                    peer.recv(1)
                peer.close()
            except OSError:
                if self.socket.fileno() < 0:
                    return


def hostile(cases, place, server):
    head = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
    elsewhere = Bad([head + b'Content-Length: 2\r\n\r\n{}'])
    servers = {
        'hangs': Bad([]),
        'floods': Bad([head + b'\r\n{"a":"'] + [b'a' * 65536] * 64),
        'redirects': Bad([b'HTTP/1.1 302 Found\r\nLocation: ' + elsewhere.issuer.encode() + b'/\r\nContent-Length: 0\r\n\r\n']),
        'babbles': Bad([head + b'Content-Length: 5\r\n\r\nhello']),
        'lies': Bad([head + b'Content-Length: 40\r\n\r\n{"issuer":"https://accounts.example.org"}']),
    }
    for name, bad in servers.items():
        place.must('provider', 'add', name, '--issuer', bad.issuer, '--client', 'x')
        start = time.monotonic()
        browser = Browser()
        _, where, _ = browser.open(f'{server.url}api/v1/session/oidc/{name}', follow=False)
        took = time.monotonic() - start
        healthy = server.get('/healthz')[0]
        cases.case(f'a provider that {name}', [] if where.startswith('/sign-in?problem=provider.') and took < 8 and healthy == 200
                   else [where, took, healthy])
    start = time.monotonic()
    _, where, _ = Browser().open(f'{server.url}api/v1/session/oidc/hangs', follow=False)
    cases.case('and is not asked again at once', [] if servers['hangs'].asked == 1 and time.monotonic() - start < 2
               and where == '/sign-in?problem=provider.unreachable' else [servers['hangs'].asked, where])
    cases.case('no redirection is followed', [] if elsewhere.asked == 0 else ['asked'])


def commands(cases, place):
    place.must('provider', 'add', 'corp', '--issuer', 'https://corp.example', '--client', 'c', '--secret-stdin', text=SECRET + '\n')
    listed = place.must('provider', 'list')
    cases.case('a list has no secret', [listed.out] if SECRET in listed.out or 'corp.example' not in listed.out else [])
    as_json = place.must('provider', 'list', '--json')
    cases.case('nor as JSON', [as_json.out] if SECRET in as_json.out or as_json.json['providers'][0]['secret'] is not True else [])
    cases.case('twice', expect(place.run('provider', 'add', 'corp', '--issuer', 'https://b.example', '--client', 'c'), 75, 'provider.exists'))
    cases.case('in clear', expect(place.run('provider', 'add', 'b', '--issuer', 'http://b.example', '--client', 'c'), 65, 'provider.issuer'))
    cases.case('without a client', expect(place.run('provider', 'add', 'b', '--issuer', 'https://b.example'), 64, 'usage.option'))
    cases.case('a match that is none', expect(place.run('provider', 'add', 'b', '--issuer', 'https://b.example', '--client', 'c', '--match', 'name'),
                                              64, 'usage.option'))
    cases.case('nobody', expect(place.run('account', 'link', 'nobody', '--issuer', 'https://b.example', '--subject', 's'), 66, 'account.unknown'))
    place.must('account', 'link', 'plain', '--issuer', 'https://corp.example', '--subject', 's')
    place.must('account', 'link', 'plain', '--issuer', 'https://corp.example', '--subject', 's', '--undo')
    cases.case('unlinked twice', expect(place.run('account', 'link', 'plain', '--issuer', 'https://corp.example', '--subject', 's', '--undo'),
                                        66, 'identity.unknown'))
    place.must('provider', 'remove', 'corp')
    cases.case('removed twice', expect(place.run('provider', 'remove', 'corp'), 66, 'provider.unknown'))


def main():
    cases = Cases()
    cache = os.path.join(ROOT, 'build', 'cache')
    os.makedirs(cache, exist_ok=True)
    folder, why = fetch_provider(cache)
    with Place() as place:
        place.with_contest()
        add_account(place, 'plain')
        commands(cases, place)
        with Server(place, '--listen', '127.0.0.1:0') as server:
            if folder:
                real(cases, place, server, folder)
            else:
                cases.skip('a real provider', why)
            hostile(cases, place, server)
            _, _, log = server.stop()
        cases.case('sanitizers are silent', [log[-2000:]] if 'Sanitizer' in log else [])
        cases.case('no secret in the log', [log[-1000:]] if SECRET in log or PASSWORD in log else [])
    cases.done()


if __name__ == '__main__':
    main()
