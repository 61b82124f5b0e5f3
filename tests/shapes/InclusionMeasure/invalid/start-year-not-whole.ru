# expect: psgsh:InclusionMeasure-startYear sh:DatatypeConstraintComponent
# The value of “start year” is not a whole number.
INSERT DATA { <id/measure/example> psg:startYear 2027.5 }
