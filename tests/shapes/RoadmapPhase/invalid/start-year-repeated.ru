# expect: psgsh:RoadmapPhase-startYear sh:MaxCountConstraintComponent
# The phase has two values of “start year”.
INSERT DATA { <id/phase/example> psg:startYear 2028 }
