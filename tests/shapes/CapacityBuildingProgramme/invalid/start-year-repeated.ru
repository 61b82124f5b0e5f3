# expect: psgsh:CapacityBuildingProgramme-startYear sh:MaxCountConstraintComponent
# The programme has two values of “start year”.
INSERT DATA { <id/programme/example> psg:startYear 2027 , 2028 }
