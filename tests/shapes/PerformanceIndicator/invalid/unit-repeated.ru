# expect: psgsh:PerformanceIndicator-unit sh:MaxCountConstraintComponent
# The indicator has two codes for “unit”.
INSERT DATA { <id/indicator/example> psg:unit <codelist/unit/currency-per-transaction> }
