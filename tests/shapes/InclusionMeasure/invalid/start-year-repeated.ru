# expect: psgsh:InclusionMeasure-startYear sh:MaxCountConstraintComponent
# The measure has two values of “start year”.
INSERT DATA { <id/measure/example> psg:startYear 2027 , 2028 }
