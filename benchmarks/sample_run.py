"""A whole run of sample/sichuan to HTML, XLSX and DOCX, and the import of the package; goals: ≤ 3 s after import, ≤ 400 MB, ≤ 0.3 s."""

import shutil
import tempfile
from pathlib import Path

from measure import measure, show

SAMPLE = Path(__file__).resolve().parents[1] / "sample" / "sichuan"
IMPORT = "import time; t = time.perf_counter(); import junxian; print('{\"import\": %f}' % (time.perf_counter() - t))"
RUN = """
import sys, time, json, pathlib
t = time.perf_counter()
import junxian, junxian.runs
imported = time.perf_counter()
run = junxian.runs.run(pathlib.Path(sys.argv[1]))
done = time.perf_counter()
print(json.dumps({"import": imported - t, "run": done - imported, **{s["step"]: s["seconds"] for s in run.record.steps}}))
"""

if __name__ == "__main__":
    show("bare interpreter", measure("pass"))
    show("import junxian", measure(IMPORT))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "sichuan"
        shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("runs"))
        show("run sample/sichuan", measure(RUN, str(folder)))
