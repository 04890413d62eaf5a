# SPDX-License-Identifier: Apache-2.0
"""Layers point one way, and a library's header is seen only where the library may be linked."""

import re

from sources import Lint, TREE, c_sources, includes, relative, text

# Where each library's header may be included: the link lines of the README's table, in source.
LIBRARY_HEADERS = {
    "microhttpd.h": ("daemon/front/",),
    "gnutls/gnutls.h": ("daemon/front/",),
    "zlib.h": ("daemon/front/",),
    "gnutls/x509.h": ("daemon/front/",),
    "jansson.h": ("lib/json/", "daemon/store/", "daemon/ctl/"),
    "uv.h": ("daemon/supervisor/", "daemon/front/", "daemon/store/"),
    "libtcc.h": ("lib/compile/",),
    "seccomp.h": ("lib/sandbox/",),
    "curl/curl.h": ("daemon/ctl/",),
    "sha2.h": ("lib/base/",),
    "yaml.h": ("lib/config/",),
}

# What resyn.h promises to authors; nothing else may a verifier include.
AUTHOR_HEADERS = {
    "resyn.h", "string.h", "stdlib.h", "stdio.h", "math.h", "ctype.h", "stdint.h", "stdbool.h",
    "stddef.h", "stdarg.h", "limits.h", "float.h", "assert.h",
}


def folder_order():
    """The folders in the order of meson.build, which is the order of the layers."""
    listed = re.search(r"foreach folder : \[(.*?)\]", text(TREE / "meson.build"), re.DOTALL)
    return re.findall(r"'([^']+)'", listed.group(1))


def folder_of(name, order):
    """The longest listed folder that holds the file, tests/ and the like included; what lies deeper
    in a role's folder is that role."""
    fits = [folder for folder in order if name.startswith(folder + "/")]
    longest = max(fits, key=len) if fits else None
    return "/".join(longest.split("/")[:2]) if longest else None


class Layers(Lint):
    def setUp(self):
        self.order = folder_order()
        self.assertIn("lib/base", self.order)

    def edges(self):
        """What is included from the tree: file, its folder, the name, the name's folder."""
        for path in c_sources():
            name = relative(path)
            source = folder_of(name, self.order)
            for included, quoted in includes(path):
                target = folder_of(included, self.order) if quoted else None
                if source and target:
                    yield name, source, included, target

    def forbid(self, wrong):
        self.none(f"{name} includes {included}" for name, source, included, target in self.edges()
                  if wrong(source, target))

    def test_includes_point_down(self):
        """A folder includes itself and what meson.build lists before it."""
        self.forbid(lambda source, target: self.order.index(target) > self.order.index(source))

    def test_the_base_knows_only_itself(self):
        self.forbid(lambda source, target: source == "lib/base" and target != "lib/base")

    def test_no_role_includes_another_role(self):
        self.forbid(lambda source, target: source.startswith("daemon/")
                    and target.startswith("daemon/") and source != target)

    def test_libraries_know_no_process(self):
        self.forbid(lambda source, target: source.startswith(("lib/", "proto"))
                    and target.startswith(("daemon/", "tests", "verifiers")))

    def test_quoted_includes_are_written_from_the_root(self):
        self.none(f"{relative(path)} includes {included}"
                  for path in c_sources() for included, quoted in includes(path)
                  if quoted and not (TREE / included).exists()
                  and (path.parent / included).exists())

    def test_verifiers_see_only_what_authors_see(self):
        self.none(f"{relative(path)} includes {included}"
                  for path in c_sources() if relative(path).startswith("verifiers/")
                  for included, _ in includes(path) if included not in AUTHOR_HEADERS)

    def test_library_headers_stay_where_the_library_is_linked(self):
        self.none(f"{relative(path)} includes {included}"
                  for path in c_sources() if not relative(path).startswith("tests/")
                  for included, _ in includes(path)
                  if not relative(path).startswith(LIBRARY_HEADERS.get(included, "")))
