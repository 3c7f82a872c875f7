"""Pipelines that test a project and publish its glossary, for the forges that host them."""

from __future__ import annotations


def pipeline_files() -> dict[str, str]:
    """The text of each file, by its path in the project."""
    return {".gitlab-ci.yml": _GITLAB, ".github/workflows/glossaire.yml": _GITHUB}


_GITLAB = """\
# kpidef: validate and test the definitions, then publish the glossary on GitLab Pages.
image: python:3.12-slim

cache:
  key: kpidef
  paths: [.kpidef/cache/]

check:
  script:
    - pip install kpidef
    - kpidef validate
    - kpidef test

pages:
  needs: [check]
  before_script:
    # The whole history, from which each page tells who changed what.
    - apt-get update -qq && apt-get install -y -qq git
  script:
    - pip install kpidef
    - kpidef docs build --output public --site-url "$CI_PAGES_URL"
  variables:
    GIT_DEPTH: "0"
  artifacts:
    paths: [public]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
"""

_GITHUB = """\
# kpidef: validate and test the definitions, then publish the glossary on GitHub Pages.
name: glossaire
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0  # the whole history, from which each page tells who changed what
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - uses: actions/cache@v4
        with:
          path: .kpidef/cache
          key: kpidef-${{ github.sha }}
          restore-keys: kpidef-
      - run: pip install kpidef
      - run: kpidef validate
      - run: kpidef test
      - uses: actions/configure-pages@v5
        id: pages
        if: github.ref == 'refs/heads/main'
      - run: kpidef docs build --output site --site-url "${{ steps.pages.outputs.base_url }}"
        if: github.ref == 'refs/heads/main'
      - uses: actions/upload-pages-artifact@v3
        if: github.ref == 'refs/heads/main'
        with:
          path: site
  publish:
    if: github.ref == 'refs/heads/main'
    needs: build
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - uses: actions/deploy-pages@v4
        id: deployment
"""
