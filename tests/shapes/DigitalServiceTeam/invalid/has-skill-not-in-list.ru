# expect: psgsh:DigitalServiceTeam-hasSkill sh:NodeConstraintComponent
# The code for “has skill” is not in the code list.
DELETE WHERE { <id/team/example> psg:hasSkill ?value } ;
INSERT DATA { <id/team/example> psg:hasSkill <codelist/skill/unknown> }
