# expect: psgsh:UserJourney-journeyOf sh:MaxCountConstraintComponent
# The journey names two things where one is allowed: “journey of”.
INSERT DATA { <id/journey/example> psg:journeyOf <id/service/second> }
