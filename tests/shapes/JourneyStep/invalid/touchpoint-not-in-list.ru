# expect: psgsh:JourneyStep-touchpoint sh:NodeConstraintComponent
# The code for “touchpoint” is not in the code list.
INSERT DATA { <id/step/example> psg:touchpoint <codelist/channel-type/unknown> }
