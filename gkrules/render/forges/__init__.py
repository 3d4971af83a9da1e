"""Outputs for repositories, pull requests and build servers: what GitHub, GitLab and their like show beside a change."""
