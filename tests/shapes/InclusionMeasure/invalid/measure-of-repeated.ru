# expect: psgsh:InclusionMeasure-measureOf sh:MaxCountConstraintComponent
# The measure names two things where one is allowed: “measure of”.
INSERT DATA { <id/measure/example> psg:measureOf <id/strategy/second> }
