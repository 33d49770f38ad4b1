"""What the stages share: parameters, schema, tables, candidates, scores, figures."""
