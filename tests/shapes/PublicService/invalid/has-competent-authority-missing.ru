# expect: psgsh:PublicService-hasCompetentAuthority sh:MinCountConstraintComponent
# The service names no organisation.
DELETE WHERE { <id/service/example> cv:hasCompetentAuthority ?value }
