# SPDX-License-Identifier: Apache-2.0
"""certificates.py: an authority of the test's own, and what it vouches for, made by openssl."""

import subprocess

CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


class Authority:
    """`folder` gets NAME.pem, NAME.key and NAME.both (both in one file)."""

    def __init__(self, folder, name="authority"):
        self.folder, self.name = folder, name
        self.path = folder / f"{name}.pem"
        self._openssl("req", "-x509", *CURVE, "-keyout", f"{name}.key", "-out", f"{name}.pem",
                      "-days", "2", "-subj", f"/CN={name}")

    def _openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def issue(self, name, usage, days=2):
        """For a server at 127.0.0.1 (serverAuth) or a client (clientAuth)."""
        (self.folder / f"{name}.ext").write_text(
            f"subjectAltName=IP:127.0.0.1\nextendedKeyUsage={usage}\n")
        self._openssl("req", *CURVE, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj",
                      f"/CN={name}")
        self._openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{self.name}.pem", "-CAkey",
                      f"{self.name}.key", "-CAcreateserial", "-days", str(days), "-extfile",
                      f"{name}.ext", "-out", f"{name}.pem")
        both = self.folder / f"{name}.both"
        both.write_text((self.folder / f"{name}.pem").read_text()
                        + (self.folder / f"{name}.key").read_text())
        return both
