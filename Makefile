# What a newcomer types. Each target works in a clean clone; people1st/local/ holds what they do.
.PHONY: run test lint format bench sample messages lock fuzz gallery sbom audit
MAKEFLAGS += --no-print-directory

# run: the whole site          test [ARGS=…]: the test suite     lint, format: the checks, the formatters
# bench: the benchmarks        sample N=1000: invented endorsers messages: refresh locale/*.po
# lock: compile requirements*.in to requirements*.txt
# gallery [SCENE=… LANGS=… WIDTHS=…]: pictures of every state of every page, under VAR_DIR/gallery/
# fuzz: 20,000 odd requests   sbom: what the site is made of      audit: whether any of it is known to be vulnerable
run test lint format bench sample messages lock fuzz gallery sbom audit:
	@exec people1st/local/find-python people1st/local/bootstrap.py $@
