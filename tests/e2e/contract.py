"""Every answer of the API against its description, docs/api/openapi.yaml, on the rehearsal of ciic-2020.

    LEITAI=build/leitai python3 tests/e2e/contract.py

The description is read as served. A property that it does not name is a finding, as is a missing required
one, so that neither can drift from the other.
"""
import json
import re
import sys

from program import Cases, Place
from serve import Server

try:
    import yaml
except ImportError:
    print('1..0 # SKIP python3-yaml is not installed')
    sys.exit(0)

TYPES = {'object': dict, 'array': list, 'string': str, 'boolean': bool, 'integer': int, 'number': (int, float),
         'null': type(None)}
FORMATS = {'date-time': re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)')}


class Description:
    def __init__(self, text):
        self.root = yaml.safe_load(text)

    def resolve(self, node):
        while '$ref' in node:
            target = self.root
            for word in node['$ref'].removeprefix('#/').split('/'):
                target = target[word]
            node = target
        return node

    def merged(self, schema):
        """allOf as one object."""
        schema = self.resolve(schema)
        if 'allOf' not in schema:
            return schema
        parts = [self.merged(part) for part in schema['allOf']]
        return {'type': 'object', 'required': [name for part in parts for name in part.get('required', [])],
                'properties': {k: v for part in parts for k, v in part.get('properties', {}).items()}}

    def check(self, schema, value, where):
        schema = self.merged(schema)
        kinds = schema.get('type', [])
        kinds = kinds if isinstance(kinds, list) else [kinds]
        fits = [k for k in kinds if isinstance(value, TYPES[k]) and not (isinstance(value, bool) and k != 'boolean')]
        if kinds and not fits:
            yield f'{where}: {json.dumps(value, ensure_ascii=False)[:60]} is no {" or ".join(kinds)}'
            return
        if 'enum' in schema and value not in schema['enum']:
            yield f'{where}: {value!r} is none of {schema["enum"]}'
        if isinstance(value, str):
            yield from self.check_text(schema, value, where)
        if isinstance(value, list) and 'items' in schema:
            for i, item in enumerate(value):
                yield from self.check(schema['items'], item, f'{where}[{i}]')
        if isinstance(value, dict) and 'properties' in schema:
            yield from self.check_members(schema, value, where)

    @staticmethod
    def check_text(schema, value, where):
        if 'pattern' in schema and not re.search(schema['pattern'], value):
            yield f'{where}: {value!r} does not match {schema["pattern"]}'
        form = FORMATS.get(schema.get('format'))
        if form and not form.fullmatch(value):
            yield f'{where}: {value!r} is no {schema["format"]}'

    def check_members(self, schema, value, where):
        for name in schema.get('required', []):
            if name not in value:
                yield f'{where}: {name} is missing'
        for name, member in value.items():
            if name in schema['properties']:
                yield from self.check(schema['properties'][name], member, f'{where}.{name}')
            else:
                yield f'{where}: {name} is not described'


def get(server, description, path, template, findings):
    """The JSON of an answer (None for text), checked."""
    status, fields, body = server.get('/api/v1' + path)
    kind = fields['Content-Type'].split(';')[0]
    answers = description.root['paths'][template]['get']['responses']
    answer = description.resolve(answers.get(str(status), {}))
    if kind not in answer.get('content', {}):
        findings.append(f'{path}: {status} {kind} is not described')
        return None
    if 'json' not in kind or kind == 'application/jsonl':
        return None
    value = json.loads(body)
    findings += list(description.check(answer['content'][kind]['schema'], value, path))[:12]
    return value


def main():
    cases = Cases()
    with Place() as place:
        place.must('demo', '--prepare', '--only', 'ciic-2020')
        with Server(place, '--listen', '127.0.0.1:0') as server:
            ask_everything(cases, server, Description(server.get('/api/v1/openapi.yaml')[2]))
    cases.done()


def ask_everything(cases, server, description):
    asked = set()

    def ask(template, **params):
        path = re.sub(r'{(\w+)}', lambda found: str(params[found.group(1)]), template)
        findings = []
        asked.add(template)
        value = get(server, description, path, template, findings)
        cases.case(f'GET {path}', findings)
        return value

    for one in ask('/contests')['contests']:
        home = ask('/contests/{contest}', contest=one['id'])
        for stage in home['stages']:
            ask('/contests/{contest}/stages/{stage}', contest=one['id'], stage=stage['id'])
        page = ask('/contests/{contest}/entries', contest=one['id'])
        for entry in page['entries'][:5]:
            ask('/contests/{contest}/entries/{entry}', contest=one['id'], entry=entry['id'])
    for template, operations in description.root['paths'].items():
        if 'get' not in operations or 'security' in operations['get']:
            continue
        if template not in asked:
            ask(template, contest='ciic-2020', seq=5)
        if '{contest}' in template:
            ask(template, contest='none', entry='none', stage='none', seq=5)
    bad = list(description.check({'$ref': '#/components/schemas/EntryPage'}, {'entries': [{'id': 'a b', 'x': 1}]}, ''))
    cases.case('a wrong answer would be found', [] if len(bad) == 5 else bad)


if __name__ == '__main__':
    main()
