"""The browser explorer: `streamlit run app.py`. FACTCHECK_INDEX names the index it opens with."""

from factcheck.ui.page import main

main()
