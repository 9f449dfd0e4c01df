"""Words that every edge shows alike: digests, portfolios, counts, dates, level bars. Pure; decides nothing."""
