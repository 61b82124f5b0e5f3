# expect: psgsh:CapacityBuildingProgramme-startYear sh:DatatypeConstraintComponent
# The value of “start year” is not a whole number.
INSERT DATA { <id/programme/example> psg:startYear 2027.5 }
