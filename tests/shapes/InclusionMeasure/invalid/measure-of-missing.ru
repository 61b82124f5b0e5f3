# expect: psgsh:InclusionMeasure-measureOf sh:MinCountConstraintComponent
# The measure names no strategy document.
DELETE WHERE { <id/measure/example> psg:measureOf ?value }
