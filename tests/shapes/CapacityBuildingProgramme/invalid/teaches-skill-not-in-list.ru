# expect: psgsh:CapacityBuildingProgramme-teachesSkill sh:NodeConstraintComponent
# The code for “teaches skill” is not in the code list.
DELETE WHERE { <id/programme/example> psg:teachesSkill ?value } ;
INSERT DATA { <id/programme/example> psg:teachesSkill <codelist/skill/unknown> }
